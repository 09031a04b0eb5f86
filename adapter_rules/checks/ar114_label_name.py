"""AR114: a label that no query can name.

The adapter writes label names into PromQL as they stand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from octoscale.core.finding import Severity
from octoscale.kube.restmapper import GroupResource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from adapter_rules.checks.subject import Subject
    from octoscale.core.finding import Finding


_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")


def check(context: Context) -> Iterator[Finding]:
    """Find overrides and templates with labels that are no PromQL names.

    ``app.kubernetes.io/name`` is a label of Kubernetes. Prometheus' own labels
    have letters, digits and underscores (a scrape turns the rest into
    underscores), and the adapter does not quote what it writes: the query that it
    sends is refused.
    """
    for subject in context.subjects:
        for label in subject.rule.resources.overrides:
            if not _LABEL.fullmatch(label):
                where = ("resources", "overrides", label)
                yield _finding(subject, label, where)
        if subject.template is not None:
            label = subject.template.label_for(GroupResource("", "pod"))
            if not _LABEL.fullmatch(label):
                yield _finding(subject, label, ("resources", "template"))


def _finding(subject: Subject, label: str, where: tuple[str, ...]) -> Finding:
    return subject.finding(
        "AR114",
        Severity.ERROR,
        f"{label!r} is no label that PromQL can name",
        at=where,
        hint=f"in Prometheus it is probably called {_sanitised(label)}",
    )


def _sanitised(label: str) -> str:
    plain = re.sub(r"[^a-zA-Z0-9_]", "_", label)
    return plain if _LABEL.fullmatch(plain) else f"_{plain}"
