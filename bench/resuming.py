"""What a run has measured so far, kept on disk while it goes on, and taken up again.

For clusters that cannot be had again: a model's seconds can. The files of a run
that came to its end are ``bench.reporting.directory``'s.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from bench.reporting.json_report import from_json, to_json
from octoscale.core import yamlio
from octoscale.core.errors import UsageError
from octoscale.core.files import write_atomic

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bench.observation import Observation
    from bench.plan import Plan
    from bench.report import Report

PARTIAL = "so-far.json"
"""The report of a run that is not at its end, in the run's directory."""

WHOLE = "report.json"


def keeper(folder: Path) -> Callable[[Report], None]:
    """Give what writes a report after each repeat, over the one before."""

    def keep(report: Report) -> None:
        write_atomic(folder / PARTIAL, to_json(report))

    return keep


def forget(folder: Path) -> None:
    """Remove what was kept: the whole report is written."""
    with suppress(FileNotFoundError):
        (folder / PARTIAL).unlink()


def observations(folder: Path, plan: Plan, *, driver: str) -> tuple[Observation, ...]:
    """Read what an earlier run of *plan* measured, as far as it came.

    Raises ``FileAccessError`` without a report in *folder*, ``InputError`` for one
    that cannot be read, and ``UsageError`` when it is of another plan or driver.
    """
    path = next(
        (folder / name for name in (WHOLE, PARTIAL) if (folder / name).exists()),
        folder / WHOLE,
    )
    report = from_json(yamlio.read_text(str(path)))
    if report.driver.name != driver:
        raise UsageError(f"{path} was measured by the driver {report.driver.name}")
    before, now = _experiment(report.plan), _experiment(plan)
    if before != now:
        names = ", ".join(sorted(n for n in now if now[n] != before.get(n)))
        raise UsageError(
            f"{path} is of another plan: {names} differ", hint="name the same --plan"
        )
    wanted = {image.name for image in plan.images}
    return tuple(
        one
        for one in report.observations
        if one.image in wanted and one.repeat <= plan.repeats
    )


def _experiment(plan: Plan) -> dict[str, object]:
    """Give what makes two plans the same experiment: all but how much of it is run."""
    written = plan.to_dict()
    written.pop("repeats")
    written.pop("images")
    return written
