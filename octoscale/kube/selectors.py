"""Label selectors as the API takes them in a query: ``app=web,tier in (a, b)``.

Used by the in-memory port only; a real server parses for itself. The grammar is
``k8s.io/apimachinery/pkg/labels``: equality, sets, presence and absence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from octoscale.kube.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PARTS = re.compile(r",(?![^(]*\))")
_EQUALITY = re.compile(r"([^!=\s]+)\s*(==|=|!=)\s*([^=\s]*)")
_SETS = re.compile(r"([^!\s]+)\s+(in|notin)\s*\(([^()]*)\)")
_PRESENCE = re.compile(r"(!?)\s*([^!=\s()]+)")


def matches(selector: str, labels: Mapping[str, str]) -> bool:
    """Tell whether *selector* picks an object with *labels*.

    An unequal or ``notin`` term also picks objects without that label.
    Raises ``InvalidError`` for text that is no selector.

    >>> matches("app=web,tier notin (db, cache)", {"app": "web"})
    True
    >>> matches("!app", {"app": "web"})
    False
    """
    parts = _PARTS.split(selector) if selector else ()
    # All terms are read before any is asked: a bad one is an error, not a no.
    terms = [_term(part.strip()) for part in parts]
    return all(picks(labels) for picks in terms)


def _term(text: str) -> Callable[[Mapping[str, str]], bool]:
    if found := _SETS.fullmatch(text):
        key, operator, listed = found.groups()
        values = {value.strip() for value in listed.split(",")}
        if operator == "in":
            return lambda labels: key in labels and labels[key] in values
        return lambda labels: key not in labels or labels[key] not in values
    if found := _EQUALITY.fullmatch(text):
        key, operator, value = found.groups()
        if operator == "!=":
            return lambda labels: labels.get(key) != value
        return lambda labels: labels.get(key) == value
    if found := _PRESENCE.fullmatch(text):
        negated, key = found.groups()
        return lambda labels: (key in labels) != bool(negated)
    raise InvalidError(
        f"unable to parse requirement: {text!r}", status=400, reason="BadRequest"
    )
