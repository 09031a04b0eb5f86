"""Quote text as Go's ``strconv.Quote`` does: the ``%q`` of its formats.

Prometheus reads such texts back. Where they are used is the caller's business.
"""

from __future__ import annotations

_NAMED = {
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
    "\\": "\\\\",
    '"': '\\"',
}


def quote(text: str) -> str:
    r"""Put *text* into double quotes; what does not print is escaped.

    >>> print(quote('a "b"'), quote("é\x00\u202e"))
    "a \"b\"" "é\x00\u202e"
    """
    return '"' + "".join(map(_escape, text)) + '"'


def quote_char(point: int) -> str:
    r"""Quote one character in single quotes; no such character is U+FFFD.

    >>> print(quote_char(97), quote_char(39))
    'a' '\''
    """
    char = chr(point) if 0 <= point <= 0x10FFFF else "\ufffd"
    if char == "'":
        return "'\\''"
    return f"'{char if char == chr(34) else _escape(char)}'"


def _escape(char: str) -> str:
    if char in _NAMED:
        return _NAMED[char]
    if char.isprintable():
        return char
    point = ord(char)
    if point < 0x20 or point == 0x7F:
        return f"\\x{point:02x}"
    if 0xD800 <= point < 0xE000:
        return "\\ufffd"
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
