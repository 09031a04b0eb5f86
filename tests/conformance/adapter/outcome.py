"""What came of one recorded case, and what is compared in which way.

``MASKED`` is the list of everything that is not compared to the letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from adapter_rules.errors import (
    EmptyQueryError,
    NoLabelError,
    OperatorError,
    SelectorError,
    TemplateRunError,
    UnnamedError,
)
from octoscale.kube.restmapper import AmbiguousError, NoMatchError

MASKED = (
    "the adapter's log texts (config, naming, query, mapper): their kind is compared",
    "the order of listed metrics and of associated resources",
)
"""What may differ between the recorded answer and ours."""

Data = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """One case: passed, failed with problems, or skipped with a reason."""

    name: str
    problems: tuple[str, ...] = ()
    skipped: str = ""


def compared(name: str, expected: Any, actual: Any) -> Outcome:
    """Pass when both are equal."""
    if expected == actual:
        return Outcome(name)
    return Outcome(name, (f"expected {expected!r}, got {actual!r}",))


_UPSTREAM = (
    (r"unable to convert resource (\S+) into label: no generic", "no label"),
    (r"operator not supported by prometheus", "operator"),
    (r"empty query produced by metrics query template", "empty query"),
    (r"template: metrics-query:\d+:\d+: executing", "template"),
    (r"no matches for .*, Resource=", "unknown resource"),
    (r"matches multiple resources", "ambiguous resource"),
    (r"series name .* did not match expected pattern", "no name"),
)


def kind_of_text(text: str) -> str:
    """Reduce one of the adapter's error texts to its kind."""
    for pattern, kind in _UPSTREAM:
        found = re.search(pattern, text)
        if found:
            return f"{kind} {found.group(1)}" if found.groups() else kind
    return text


_OURS = (
    (OperatorError, "operator"),
    (EmptyQueryError, "empty query"),
    (TemplateRunError, "template"),
    (NoMatchError, "unknown resource"),
    (AmbiguousError, "ambiguous resource"),
    (UnnamedError, "no name"),
)


def kind_of_error(error: Exception) -> str:
    """Reduce one of our errors to its kind."""
    if isinstance(error, NoLabelError):
        found = re.search(r"stands for ([^\s:]+)", str(error))
        return f"no label {found.group(1)}" if found else str(error)
    if isinstance(error, SelectorError):
        return str(error)
    return next((kind for known, kind in _OURS if isinstance(error, known)), str(error))
