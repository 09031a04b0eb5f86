"""What pages have in common: escaped texts, one style, a policy that fits it."""

from __future__ import annotations

import base64
import hashlib

import pytest

from bench.reporting.page import environment, plain_css, policy


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>", "&lt;b&gt;"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\u202egnp", "\\u202egnp"),
        ('"', "&#34;"),
    ],
)
def test_strangers_texts_are_escaped(text: str, shown: str) -> None:
    template = environment("bench.reporting", {}).from_string("{{ text }}")
    assert template.render(text=text) == shown


def test_a_filter_is_used_by_its_name() -> None:
    made = environment("bench.reporting", {"twice": lambda text: text * 2})
    assert made.from_string("{{ 'ab' | twice }}").render() == "abab"


def test_the_policy_names_the_style_that_the_page_has() -> None:
    css = plain_css()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    assert digest in policy(css)
    assert "section {" in css
    assert "{{" not in css
