"""Label selectors as the API takes them in a query: ``app=web,tier in (a, b)``.

Used by the in-memory port only; a real server parses for itself. The grammar is
``k8s.io/apimachinery/pkg/labels``: equality, sets, presence and absence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from octoscale.kube.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Selector: TypeAlias = "Callable[[Mapping[str, str]], bool]"
"""Tells of an object's labels whether they are picked."""

_PARTS = re.compile(r",(?![^(]*\))")
_EQUALITY = re.compile(r"([\w./-]+)\s*(==|=|!=)\s*([\w.-]*)", re.ASCII)
_SETS = re.compile(r"([\w./-]+)\s+(in|notin)\s*\(([\w.,\s-]*)\)", re.ASCII)
_PRESENCE = re.compile(r"(!?)\s*([\w./-]+)", re.ASCII)


def parse(selector: str) -> Selector:
    """Read *selector* into a function that tells whether it picks some labels.

    An unequal or ``notin`` term also picks objects without that label; the empty
    text picks everything. Raises ``InvalidError`` for text that is no selector.

    >>> parse("app=web,tier notin (db, cache)")({"app": "web"})
    True
    >>> parse("!app")({"app": "web"})
    False
    """
    parts = _PARTS.split(selector) if selector else ()
    terms = [_term(part.strip()) for part in parts]
    return lambda labels: all(picks(labels) for picks in terms)


def _term(text: str) -> Selector:
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
