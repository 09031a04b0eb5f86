"""AR108: two series under one name: the last one wins.

By the names that are known: of one series, of a constant ``as``, or of what a
live Prometheus has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.checks.look import SERIES
from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adapter_rules.checks.context import Context
    from adapter_rules.checks.subject import Subject
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find names that several series or rules share.

    Each name of a resource is backed by one series. A later rule takes it from
    an earlier one; within a rule the series that Prometheus lists last takes it.
    Nothing says so at run time, and the order may change with the next scrape.
    """
    for subject in context.subjects:
        yield from _within(subject)
    # Between files they are conflicts of fragments (AR004).
    for found in context.configs:
        for subjects in (context.custom, context.external):
            yield from _between([one for one in subjects if one.found is found])


def _within(subject: Subject) -> Iterator[Finding]:
    """Find a rule that calls all its series the same."""
    used = any(SERIES in usage.name for usage in subject.usages)
    if not used or not subject.is_open or subject.series is None:
        return
    constant = subject.rule.name.as_
    if not constant or "$" in constant:
        yield from _shared(subject)
    elif len(subject.names) != 1:
        yield subject.finding(
            "AR108",
            Severity.WARNING,
            f"every series that the rule finds is called {constant!r}: the last one "
            "wins",
            at=("name", "as"),
            hint="name one series in seriesQuery, or take its name up with ${0} "
            "or ${1}",
        )


def _shared(subject: Subject) -> Iterator[Finding]:
    """Find names that a live Prometheus' series share."""
    called: dict[str, list[str]] = {}
    for name in subject.names:
        called.setdefault(subject.api_name(name) or "", []).append(name)
    for api_name, names in called.items():
        if len(names) > 1 and api_name:
            yield subject.finding(
                "AR108",
                Severity.WARNING,
                f"{', '.join(names[:3])} are all called {api_name!r}: the last one "
                "wins",
                at=("name",),
                hint="narrow the series query, or keep what tells them apart",
            )


def _between(subjects: Sequence[Subject]) -> Iterator[Finding]:
    """Find rules that take a name from an earlier one."""
    taken: dict[tuple[str, str], Subject] = {}
    for subject in subjects:
        told: set[str] = set()
        for api_name in dict.fromkeys(map(subject.api_name, subject.names)):
            for resource in _resources(subject):
                first = taken.get((resource, api_name or ""))
                if first is not None and first.label not in told and api_name:
                    told.add(first.label)
                    yield _collision(subject, first, api_name)
                taken[resource, api_name or ""] = subject


def _resources(subject: Subject) -> set[str]:
    if subject.external:
        return {""}
    return {str(resource) for _, resource in subject.objects} or {"(template)"}


def _collision(subject: Subject, first: Subject, api_name: str) -> Finding:
    return subject.finding(
        "AR108",
        Severity.WARNING,
        f"{api_name!r} is the name of {first.label} at {first.place()} too: the "
        "later rule wins",
        at=("name",),
        hint="remove one of the two, or give it another name",
    )
