"""How an adapter is started, as far as its rules depend on it.

Read from a Deployment's arguments or the Helm chart's values. What follows from
it is said by the checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from octoscale.core import yamlio
from octoscale.core.duration import DurationError, parse_go

if TYPE_CHECKING:
    from collections.abc import Iterable

    from octoscale.core.finding import Place
    from octoscale.core.yamlio import Document, DocumentPath

RELIST = "--metrics-relist-interval"
MAX_AGE = "--metrics-max-age"
DEFAULT_RELIST_SECONDS = 600.0
"""What the adapter takes without the flag."""

_VALUES = {"metricsRelistInterval": RELIST, "metricsMaxAge": MAX_AGE}


@dataclass(frozen=True, slots=True)
class Flag:
    """One duration that somebody set."""

    name: str
    seconds: float
    place: Place


def flags_of(document: Document) -> dict[str, Flag]:
    """Find the flags in a manifest or in values; by name, the last one counts.

    >>> from octoscale.core import yamlio
    >>> flags_of(yamlio.load("args: [--metrics-relist-interval=1m]"))[RELIST].seconds
    60.0
    """
    found = {}
    for flag in _flags(document, yamlio.paths(document.value)):
        found[flag.name] = flag
    return found


def _flags(
    document: Document, paths: Iterable[tuple[DocumentPath, Any]]
) -> Iterable[Flag]:
    for path, value in paths:
        if not path or not isinstance(value, str):
            continue
        name, text = _VALUES.get(str(path[-1]), ""), value
        if not name:
            name, _, text = value.partition("=")
        if name in (RELIST, MAX_AGE):
            try:
                yield Flag(name, parse_go(text), document.place(path))
            except DurationError:
                continue
