"""The escaping functions give Go's bytes."""

from __future__ import annotations

from adapter_rules.gotext.escaping import html, js, urlquery


def test_html() -> None:
    assert html('<a href="x">\'&\0') == "&lt;a href=&#34;x&#34;&gt;&#39;&amp;\ufffd"


def test_js() -> None:
    assert js("<a>'\"&=\\\n") == (
        r"\u003Ca\u003E\'\"\u0026\u003D\\" + r"\u000A"
    )  # fmt: skip


def test_urlquery() -> None:
    assert urlquery("a b/c?d=é-_.~") == "a+b%2Fc%3Fd%3D%C3%A9-_.~"
