"""A load test's ``report.json``: the whole report, versioned, and readable back.

The facts stand under ``report``; what is computed from them stands beside it for
other programs and is not read back.
"""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from bench.load.capacity import curves
from bench.load.observation import FORMAT, LoadReport, notice
from bench.load.results import results
from octoscale.core.errors import InputError
from octoscale.core.finding import Place

if TYPE_CHECKING:
    from bench.load.capacity import Curve
    from bench.load.results import CellResult
    from bench.statistics import Summary

KIND = "load"
"""Tells such a report from one of scale-ups."""


def to_json(report: LoadReport) -> str:
    """Write a report; the same report always gives the same bytes."""
    found = results(report)
    data = {
        "notice": notice(report),
        "kind": KIND,
        "format": FORMAT,
        "computed": [_cell(result) for result in found],
        "capacity": [_curve(curve) for curve in curves(found, report.plan.goal)],
        "report": _adapter().dump_python(report, mode="json", by_alias=True),
    }
    return json.dumps(data, indent=1, ensure_ascii=True, allow_nan=False) + "\n"


def from_data(data: dict[str, Any], *, file: str | None = None) -> LoadReport:
    """Read a report back from its plain data: equal to the one that was written.

    Raises ``InputError``: BR002 a format that this version does not know, BR003 a
    report with wrong or missing fields.
    """
    if data.get("format") != FORMAT:
        raise InputError.at(
            Place(file=file),
            "BR002",
            f"a load report of format {data.get('format')!r}; format {FORMAT} is read "
            "here",
            hint="read it with the version of octoscale that wrote it",
        )
    try:
        return _adapter().validate_json(json.dumps(data.get("report")))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise InputError.at(
            Place(file=file), "BR003", f"report.{where}: {first['msg']}"
        ) from None


@functools.cache
def _adapter() -> TypeAdapter[LoadReport]:
    return TypeAdapter(LoadReport)


def _cell(result: CellResult) -> dict[str, Any]:
    return {
        "cell": _dump(result.cell),
        "counted": len(result.counted),
        "planned": result.planned,
        "goodput_per_second": _dump(result.goodput),
        "hey_requests_per_second_counting_failures": _dump(result.requests_per_second),
        "failed_share": _dump(result.failures),
        "latency_seconds": {
            f"p{percent}": _dump(summary)
            for percent, summary in result.latencies.items()
        },
        "imbalance": _dump(result.imbalance),
        "notes": list(result.notes),
    }


def _curve(curve: Curve) -> dict[str, Any]:
    return {
        "name": curve.name,
        "smallest_replicas": curve.smallest,
        "larger_replicas_that_miss_the_goal": list(curve.missed_above),
        "smallest_replicas_by_interval": curve.surely,
        "points": [
            {"replicas": p.cell.replicas, **_mean(p.goodput)} for p in curve.points
        ],
    }


def _mean(summary: Summary | None) -> dict[str, float | None]:
    if summary is None:
        return {"goodput": None, "low": None, "high": None}
    return {"goodput": summary.mean, "low": summary.low, "high": summary.high}


def _dump(value: Any) -> Any:
    return (
        None
        if value is None
        else TypeAdapter(type(value)).dump_python(value, mode="json")
    )
