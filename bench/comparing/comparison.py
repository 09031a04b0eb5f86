"""A whole comparison: every difference, what is odd about it, and what failed.

Built by the modules for scale-ups and for load tests; shown by ``table``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.comparing.difference import Verdict
from bench.comparing.loads import compare_loads
from bench.comparing.scale_ups import compare_scale_ups
from bench.load.observation import LoadReport
from bench.report import Report
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from bench.comparing.difference import Difference, Threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs beside each other."""

    threshold: Threshold
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]
    """What a reader of the differences has to know: other plans, other clusters."""

    new_failures: tuple[str, ...]
    """Goals that the second run missed more often than the first."""

    def worse(self, *, only_proved: bool = False) -> tuple[Difference, ...]:
        """Give the judged differences that are worse beyond the threshold.

        *only_proved*: just those whose interval leaves out 0. A difference without
        an interval counts, as nothing speaks against it.
        """
        return tuple(
            d
            for d in self.differences
            if d.judged
            and d.verdict is Verdict.WORSE
            and not (only_proved and d.proved is False)
        )


def compare(
    before: Report | LoadReport, after: Report | LoadReport, threshold: Threshold
) -> Comparison:
    """Compare two reports of one kind.

    Raises ``UsageError`` for one of scale-ups and one of a load test, and for two
    that have nothing in common.
    """
    if isinstance(before, Report) and isinstance(after, Report):
        differences, notes, failures = compare_scale_ups(before, after, threshold)
    elif isinstance(before, LoadReport) and isinstance(after, LoadReport):
        differences, notes, failures = compare_loads(before, after, threshold)
    else:
        raise UsageError("one report is of scale-ups, the other of a load test")
    if all(one.verdict is Verdict.MISSING for one in differences):
        raise UsageError("the two runs have no figure in common")
    return Comparison(
        threshold=threshold,
        differences=differences,
        notes=notes,
        new_failures=failures,
    )
