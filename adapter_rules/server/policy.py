"""Where the server differs from the adapter, and by how much.

One object that every part is given. ``COMPAT`` is the adapter bug for bug; the
defaults refuse to invent numbers, to be injected into, and to read across
namespaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SAFE_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._:@~-]{0,251}[A-Za-z0-9])?")

_CLASSED = ".+*?()|{}$["
_SPECIAL = re.compile(r"""[.+*?()|{}$\[\]^\\"\x00-\x1f]""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What is answered otherwise than upstream does."""

    compat: bool = False
    """Answer bug for bug: NaN, infinities and all."""

    across_namespaces: frozenset[str] = frozenset()
    """API names of metrics that may be read across namespaces; ``*`` for all."""

    tell_causes: bool = False
    """Whether a Status holds the cause that Prometheus or the cluster gave.

    Off by default: it may hold the query and the server's address.
    """

    max_objects: int = 10_000
    """Objects that one query may ask for."""

    max_request_bytes: int = 16_384
    """Path and parameters of one request."""

    def may_cross(self, metric: str) -> bool:
        """Whether *metric* may be read across namespaces."""
        allowed = self.across_namespaces
        return self.compat or "*" in allowed or metric in allowed


COMPAT = Policy(compat=True)
"""The adapter's own behaviour."""


def is_safe_name(name: str) -> bool:
    """Tell whether *name* can be an object's and nothing else.

    Kubernetes' own names are; quotes, braces and the like could leave a
    template's string and become part of the query.

    >>> is_safe_name("api.v2-0"), is_safe_name('x"} or secret{a="')
    (True, False)
    """
    return _SAFE_NAME.fullmatch(name) is not None


def regex_literal(name: str) -> str:
    """Write *name* so that it matches itself in a regular expression.

    Without backslashes, because templates may put it into a quoted text. Whatever
    has no such form becomes ``.``: a result is matched to names exactly anyhow.

    >>> regex_literal("api.v2-0")
    'api[.]v2-0'
    """
    return _SPECIAL.sub(_literal, name)


def _literal(found: re.Match[str]) -> str:
    char = found[0]
    return f"[{char}]" if char in _CLASSED else "."
