"""Make strangers' names safe for the medium that they are written to.

HTML is escaped by its template engine and YAML by its writer; here is what
those do not cover: terminals, CSV cells and single-line texts.
"""

from __future__ import annotations

import unicodedata

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


def terminal(text: str) -> str:
    r"""Show control, bidirectional and invisible characters instead of sending them.

    Line feeds and tabs are shown too: what comes from strangers is one line.

    >>> terminal("a\x1b[31mb\nc")
    'a\\x1b[31mb\\nc'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character.encode("unicode_escape").decode("ascii")
        if unicodedata.category(character) in _INVISIBLE
        else character
        for character in text
    )


def encodable(text: str) -> str:
    r"""Show what has no UTF-8: bytes in names of files that are no text.

    >>> encodable("a\udcff")
    'a\\udcff'
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def csv_cell(text: str) -> str:
    """Disarm a cell that a spreadsheet would run as a formula.

    Numbers keep their sign: only text that is no number is quoted.

    >>> csv_cell("=1+1"), csv_cell("-3.5"), csv_cell("web-0")
    ("'=1+1", '-3.5', 'web-0')
    """
    shown = terminal(text)
    if not text.startswith(_FORMULA):
        return shown
    try:
        float(text)
    except ValueError:
        return "'" + shown
    return shown


def github(text: str, *, inside_property: bool = False) -> str:
    r"""Escape text for a workflow command of GitHub Actions.

    >>> github("50% of\nb"), github("a:b,c", inside_property=True)
    ('50%25 of%0Ab', 'a%3Ab%2Cc')
    """
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    if inside_property:
        text = text.replace(":", "%3A").replace(",", "%2C")
    return terminal(text)
