"""The escaping functions of Go's templates: html, js, urlquery.

Byte for byte as ``text/template/funcs.go``; they take text and give text.
"""

from __future__ import annotations

import urllib.parse

_HTML = {
    "\0": "\ufffd",
    '"': "&#34;",
    "'": "&#39;",
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
}
_JS = {
    "\\": r"\\",
    "'": r"\'",
    '"': r"\"",
    "<": r"\u003C",
    ">": r"\u003E",
    "&": r"\u0026",
    "=": r"\u003D",
}


def html(text: str) -> str:
    """Escape for HTML.

    >>> html("a<'b'")
    'a&lt;&#39;b&#39;'
    """
    return "".join(_HTML.get(char, char) for char in text)


def js(text: str) -> str:
    r"""Escape for a JavaScript string.

    >>> print(js("a='b'\n"))
    a\u003D\'b\'\u000A
    """
    return "".join(
        _JS.get(char) or (char if char.isprintable() else f"\\u{ord(char):04X}")
        for char in text
    )


def urlquery(text: str) -> str:
    """Escape for the query part of a URL.

    >>> urlquery("a b&c~")
    'a+b%26c~'
    """
    return urllib.parse.quote_plus(text, safe="~")
