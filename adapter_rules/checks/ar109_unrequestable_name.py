"""AR109: a name that nobody can ask for.

Names that are empty because of ``$1_x`` are AR110's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.checks.groups import unknown_groups
from adapter_rules.stages.naming import why_unrequestable
from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find API names that are empty or hold a slash.

    They are listed, so that everything looks fine, and no request can name them:
    a slash ends a part of the path.
    """
    for subject in context.subjects:
        if unknown_groups(subject.rule.name):
            continue
        written = subject.rule.name.as_
        names = [subject.api_name(name) for name in subject.names]
        wrong = [name for name in names if name is not None and _why(name)]
        if "/" in written and not wrong:
            wrong.insert(0, written)
        for name in dict.fromkeys(wrong):
            yield subject.finding(
                "AR109",
                Severity.ERROR,
                f"nobody can ask for {name!r}: {_why(name)}",
                at=("name", "as"),
                hint="give it a name of letters, digits and underscores",
            )


def _why(name: str) -> str | None:
    return why_unrequestable(name)
