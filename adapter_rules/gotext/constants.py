"""Read the constants of a template as Go's ``strconv`` does.

Texts, characters (which are numbers), integers in four bases, floats, truth
values. Complex numbers are left out.
"""

from __future__ import annotations

import re

from adapter_rules.errors import TemplateSyntaxError
from adapter_rules.gotext.lexer import Token, TokenKind

_ESCAPE = re.compile(
    r"\\(?:([abfnrtv\\'\"])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})"
    r"|U([0-9a-fA-F]{8})|([0-7]{3})|(.))",
    re.DOTALL,
)
_NAMED = {
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
    "'": "'",
    '"': '"',
}
_MAX_INT = 2**63


def read(token: Token) -> str | int | float | bool:
    """Give a literal token's value; raises ``TemplateSyntaxError``.

    >>> read(Token(TokenKind.NUMBER, "0x1F", 1)), read(Token(TokenKind.CHAR, "'a'", 1))
    (31, 97)
    """
    if token.kind is TokenKind.BOOL:
        return token.text == "true"
    if token.kind is TokenKind.STRING:
        return text(token.text, token.line)
    if token.kind is TokenKind.CHAR:
        char = _unescape(token.text[1:-1], "'", token.line)
        if len(char) != 1:
            raise _bad(token.line, f"malformed character constant: {token.text}")
        return ord(char)
    return _number(token.text, token.line)


def text(quoted: str, line: int) -> str:
    """Unquote a text in double quotes or backquotes."""
    if quoted.startswith("`"):
        return quoted[1:-1].replace("\r", "")
    return _unescape(quoted[1:-1], '"', line)


def _unescape(body: str, quote: str, line: int) -> str:
    """Resolve escapes; bytes above 0x7f must form UTF-8."""

    def resolve(found: re.Match[str]) -> bytes:
        named, byte, short, long, octal, other = found.groups()
        if named is not None and (named in ("'", '"')) <= (named == quote):
            return _NAMED[named].encode()
        if byte is not None:
            return bytes([int(byte, 16)])
        if octal is not None and int(octal, 8) < 256:
            return bytes([int(octal, 8)])
        point = int(short or long or "110000", 16)
        if other is None and point <= 0x10FFFF and not 0xD800 <= point < 0xE000:
            return chr(point).encode()
        raise _bad(line, f"invalid escape {found.group()!r}")

    parts, position = list[bytes](), 0
    for found in _ESCAPE.finditer(body):
        parts += [body[position : found.start()].encode(), resolve(found)]
        position = found.end()
    parts.append(body[position:].encode())
    return b"".join(parts).decode(errors="replace")


def _number(digits: str, line: int) -> int | float:
    """Read a number; one with a point or exponent is a float, as in Go."""
    body = digits.lstrip("+-")
    hexadecimal = body[:2].lower() == "0x"
    is_float = "." in body or ("p" if hexadecimal else "e") in body.lower()
    try:
        if not is_float:
            number = _integer(digits, body)
        elif hexadecimal:
            return float.fromhex(digits.replace("_", ""))
        else:
            return float(digits)
    except ValueError:
        raise _bad(line, f"illegal number syntax: {digits!r}") from None
    if not -_MAX_INT <= number < _MAX_INT:
        raise _bad(line, f"integer overflow: {digits!r}")
    return number


def _integer(digits: str, body: str) -> int:
    """Read an integer; a leading zero means base 8, as in Go and C."""
    if len(body) > 1 and body[0] == "0" and body[1] in "01234567_":
        return int(digits.replace("_", ""), 8)
    return int(digits, 0)


def _bad(line: int, message: str) -> TemplateSyntaxError:
    return TemplateSyntaxError(f"template line {line}: {message}")
