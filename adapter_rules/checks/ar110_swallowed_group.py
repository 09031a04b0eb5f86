"""AR110: ``$1_x`` is no group, and so it is nothing.

One check only: what else makes a name unusable is AR109's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.checks.groups import unknown_groups
from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find references in ``as`` to groups that ``matches`` does not have.

    Go takes the longest word behind a dollar sign for the group's name:
    ``$1_per_second`` means a group ``1_per_second``, which there is not, and gives
    nothing. The metric is listed with an empty name, or with half of one.
    """
    for subject in context.subjects:
        for reference in unknown_groups(subject.rule.name):
            digits = reference.strip("${}")
            number = digits[: len(digits) - len(digits.lstrip("0123456789"))]
            rest = digits[len(number) :]
            hint = "give 'matches' such a group, or name another"
            if number and rest and not reference.startswith("${"):
                hint = f"write ${{{number}}}{rest}"
            yield subject.finding(
                "AR110",
                Severity.ERROR,
                f"{reference!r} in 'as' names no group of 'matches', and gives nothing",
                at=("name", "as"),
                hint=hint,
            )
