"""Secrets out of everything that a diagnosis shows.

Messages of servers carry addresses with passwords, arguments with tokens, labels
that nobody should have put there. What looks like a secret is replaced; that a
text is free of all secrets nobody can promise.
"""

from __future__ import annotations

import re

SHOWN = "[redacted]"
"""What stands where a secret was."""

_NAMED = (
    r"pass(?:word|wd|phrase)?|secret|token|api[_-]?key|access[_-]?key|private[_-]?key"
    r"|credentials?|auth(?:orization)?"
)
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"-----BEGIN [A-Z ]+-----.*?(?:-----END [A-Z ]+-----|\Z)", re.DOTALL
        ),
        SHOWN,
    ),
    (re.compile(r"(\w+://)[^/\s@\"']*@"), rf"\1{SHOWN}@"),
    (
        re.compile(r"\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]+", re.IGNORECASE),
        rf"\1 {SHOWN}",
    ),
    (re.compile(r"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9._-]+"), SHOWN),
    (re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{20,}"), SHOWN),
    (
        re.compile(
            rf"""(\b[\w.-]*(?:{_NAMED})[\w.-]*["']?\s*(?:=~|!=|!~|[=:])\s*)"""
            r"""("(?:[^"\\]|\\.)*"|'[^']*'|[^\s,;&}\])]+)""",
            re.IGNORECASE,
        ),
        rf"\1{SHOWN}",
    ),
)


def redact(text: str) -> str:
    """Replace what looks like a secret.

    >>> redact("GET http://me:pw@prom:9090/ failed, token=abc123, and so on")
    'GET http://[redacted]@prom:9090/ failed, token=[redacted], and so on'
    >>> redact('hits{api_key="k",pod="web-0"} 3')
    'hits{api_key=[redacted],pod="web-0"} 3'
    """
    for pattern, shown in _PATTERNS:
        text = pattern.sub(shown, text)
    return text
