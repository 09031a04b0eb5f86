"""The calibration's file, for ``octoscale simulate --calibration``, and its rows.

Under ``parameters`` stands what the simulator reads; the rest says how it was had,
how it is distributed, and how far off it is on repeats that the fit had not seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench.observation import NotObserved
from bench.report import notice
from bench.reporting.table import Table
from bench.units import rate, seconds
from octoscale.core import yamlio

if TYPE_CHECKING:
    from bench.calibration.calibrate import Calibrated
    from bench.calibration.distributions import Fitted
    from bench.calibration.figures import Figure
    from bench.calibration.validation import Check, Row

FORMAT = "v1"
UNKNOWN = "-"


def to_yaml(found: Calibrated) -> str:
    """Write the file."""
    return yamlio.dump(to_data(found))


def to_data(found: Calibrated) -> dict[str, Any]:
    """Give everything as plain data, in the order of the file."""
    report = found.report
    return {
        "calibration": FORMAT,
        "notice": notice(report),
        "plan": report.plan.plan,
        "started": report.started,
        "parameters": {one.name: _figure(found, one) for one in found.figures},
        "compressedRatios": {n: _round(value) for n, value in found.ratios.items()},
        "phases": {name: _fitted(one) for name, one in found.fits.items()},
        "pulls": _pulls(found),
        "repeats": {
            name: {"fitted": list(kept), "heldOut": list(found.held_out[name])}
            for name, kept in found.fitted_on.items()
        },
        "errors": [_check(one) for one in found.checks],
    }


def tables(found: Calibrated) -> tuple[Table, Table, Table]:
    """Give the figures, the phases' distributions, and both sides of every image."""
    return _figures(found), _phases(found), _sides(found)


def own_name(found: Calibrated) -> str:
    """Name the report's side: measured only where it was."""
    return "in the report" if found.report.simulated else "measured"


def shown(figure: Figure) -> str:
    """Write a figure's value for people."""
    if figure.unit == "bytes/s":
        return rate(figure.value)
    return f"{figure.value:.4g} {figure.unit}".removesuffix(" ratio")


def percent(value: float | None) -> str:
    """Write an error as percent, with its sign.

    >>> percent(-0.031), percent(None)
    ('-3.1 %', '-')
    """
    return UNKNOWN if value is None else f"{value * 100:+.1f} %"


def _figure(found: Calibrated, figure: Figure) -> dict[str, Any]:
    simulated = found.report.simulated
    note = f"{figure.note}; from a simulated report" if simulated else figure.note
    known = figure.known and not simulated
    return {
        "value": _round(figure.value),
        "unit": figure.unit,
        "source": "measured" if known else "assumption",
        "note": note,
    }


def _round(value: float) -> float:
    """Keep seven digits: more than any repeat can tell."""
    return float(f"{value:.7g}")


def _fitted(one: Fitted | None) -> dict[str, Any] | str:
    if one is None:
        return "not observed"
    return {
        "pods": one.count,
        "mean": _round(one.mean),
        "deviation": _round(one.deviation),
        "smallest": _round(one.smallest),
        "median": _round(one.median),
        "p90": _round(one.p90),
        "largest": _round(one.largest),
        "shape": str(one.family),
        "parameters": {name: _round(value) for name, value in one.parameters.items()},
        "distance": _round(one.distance),
    }


def _pulls(found: Calibrated) -> dict[str, Any] | str:
    pulls = found.pulls
    if isinstance(pulls, NotObserved):
        return str(pulls)
    return {
        "count": pulls.count,
        "typicalError": _round(pulls.typical_error),
        "toldFromOtherValues": dict(pulls.known),
    }


def _check(one: Check) -> dict[str, Any]:
    return {
        "image": one.image,
        "repeats": list(one.repeats),
        "heldOut": one.held_out,
        "figures": {row.name: _row(row) for row in one.rows},
    }


def _row(row: Row) -> dict[str, float | None]:
    def mean(value: float | None) -> float | None:
        return None if value is None else _round(value)

    return {
        "measured": mean(row.measured.mean),
        "simulated": mean(row.simulated.mean if row.simulated else None),
        "error": mean(row.error),
        "errorWithoutCalibration": mean(row.error_before),
    }


def _figures(found: Calibrated) -> Table:
    return Table(
        ("parameter", "value", "how it was had"),
        tuple((one.name, shown(one), one.note) for one in found.figures),
        ("octoscale simulate --calibration FILE takes them",),
    )


def _phases(found: Calibrated) -> Table:
    rows: list[tuple[str, ...]] = []
    for name, one in found.fits.items():
        if one is None:
            rows.append((name, "not observed", *(UNKNOWN,) * 5))
            continue
        figures = (one.mean, one.deviation, one.median, one.p90)
        shape = f"{one.family} (distance {one.distance:.2f})"
        rows.append((name, str(one.count), *map(seconds, figures), shape))
    return Table(
        ("phase", "pods", "mean", "deviation", "median", "p90", "shape"),
        tuple(rows),
        ("shape: the likeliest of a few; distance: Kolmogorov's, 0 is perfect",),
    )


def _sides(found: Calibrated) -> Table:
    rows = [
        (
            one.image,
            row.name,
            seconds(row.measured.mean),
            seconds(row.simulated.mean) if row.simulated else UNKNOWN,
            percent(row.error),
            percent(row.error_before),
        )
        for one in found.checks
        for row in one.rows
    ]
    blind = [one.image for one in found.checks if not one.held_out]
    seen = f"; {', '.join(blind)}: the fitted repeats, none was held out"
    return Table(
        ("image", "figure", own_name(found), "simulated", "error", "error before"),
        tuple(rows),
        (
            f"{own_name(found)}: repeats that were held out of the fit"
            + (seen if blind else ""),
            "error before: of the simulator's own figures",
        ),
    )
