"""MF601: a rule asks for a series that nobody exposes.

The first link of the chain: exposition or service file → rule. Only where the
input has expositions or service files; labels are MF602's business.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context

_PARTS = ("_bucket", "_sum", "_count")
_FAMILY = 2
"""Words at the beginning of a name that show whose it is."""


def check(context: Context) -> Iterator[Finding]:
    """Find series queries whose name differs from what is exposed.

    A rule may well be for a service whose exposition is not here. Reported are
    names that are nearly those of an exposed series, or begin like the series of
    one of the expositions and are not among them.
    """
    exposed = _exposed(context)
    families = {_family(name) for name in exposed}
    for rule in context.rules:
        for name in rule.names:
            if not exposed or name in exposed:
                continue
            close = difflib.get_close_matches(name, exposed, n=1, cutoff=0.85)
            if close or _family(name) in families:
                yield Finding(
                    code="MF601",
                    severity=Severity.WARNING,
                    place=rule.place("seriesQuery"),
                    message=f"no exposition of the input has the series {name!r}",
                    hint=f"did you mean {close[0]!r}?"
                    if close
                    else "correct the series query, or expose the series",
                )


def _exposed(context: Context) -> list[str]:
    names = {
        sample.name
        for one in context.expositions
        for family in one.content.families.values()
        for sample in family.samples
    }
    for service in context.services:
        for descriptor in service.descriptors:
            name = descriptor.series_name
            parts = _PARTS if descriptor.kind == "histogram" else ("",)
            names.update(name + part for part in parts)
    return sorted(names)


def _family(name: str) -> tuple[str, ...]:
    return tuple(name.split("_")[:_FAMILY])
