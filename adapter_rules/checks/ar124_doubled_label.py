"""AR124: two labels for one resource, of which one is taken at random."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find overrides that map several labels to one resource.

    All of them associate at discovery. A query is built with one of them, and
    which one is chosen anew at each start of the adapter: it works on some days.
    """
    for subject in context.subjects:
        by_resource: dict[str, list[str]] = {}
        for label, resource in subject.resources:
            by_resource.setdefault(str(resource), []).append(label)
        for name, labels in by_resource.items():
            if len(labels) > 1:
                yield subject.finding(
                    "AR124",
                    Severity.WARNING,
                    f"{', '.join(labels)} all stand for {name}: the adapter takes one "
                    "of them at random at each start",
                    at=("resources", "overrides", labels[1]),
                    hint="keep the one that the series have",
                )
