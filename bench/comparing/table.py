"""A comparison as rows and as plain data.

Colours, alignment and escaping are the command line's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench.comparing.difference import ROUNDING, Verdict

if TYPE_CHECKING:
    from bench.comparing.comparison import Comparison
    from bench.comparing.difference import Difference
    from bench.statistics import Summary

COLUMNS = (
    "of",
    "figure",
    "before",
    "after",
    "difference",
    "share",
    "interval",
    "verdict",
)
UNKNOWN = "-"


def rows(found: Comparison, *, everything: bool = False) -> list[list[str]]:
    """Give a row for each judged figure, and with *everything* for all others."""
    return [
        _row(one)
        for one in found.differences
        if (one.judged or everything) and _any(one)
    ]


def legend(found: Comparison) -> list[str]:
    """Say what the columns mean."""
    kinds = dict.fromkeys(d.interval for d in found.differences if d.low is not None)
    words = "; ".join(kinds) or "single repeats allow none"
    return [
        "difference: after minus before, of the means",
        f"interval: of the difference; {words}",
        f"verdict: beyond {found.threshold} of the first mean or within it"
        if found.threshold.relative
        else f"verdict: beyond {found.threshold} or within it",
    ]


def to_data(found: Comparison) -> dict[str, Any]:
    """Give everything as plain data."""
    return {
        "threshold": str(found.threshold),
        "notes": list(found.notes),
        "new_failures": list(found.new_failures),
        "differences": [_data(one) for one in found.differences],
    }


def verdict(one: Difference) -> str:
    """Write a verdict, and whether the interval bears it out."""
    if one.verdict in (Verdict.WORSE, Verdict.BETTER):
        return f"{one.verdict} ({_PROVED[one.proved]})"
    return str(one.verdict)


_PROVED = {
    True: "the interval leaves out 0",
    False: "not proved: the interval holds 0",
    None: "no interval",
}


def _any(one: Difference) -> bool:
    return one.before is not None or one.after is not None


def _row(one: Difference) -> list[str]:
    share = UNKNOWN if one.share is None else f"{one.share * 100:+.1f} %"
    ends = (
        UNKNOWN
        if one.low is None or one.high is None
        else f"{_number(one.low)} to {_number(one.high)}"
    )
    amount = UNKNOWN if one.amount is None else f"{_number(one.amount)}{_unit(one)}"
    return [
        one.subject,
        one.figure,
        _mean(one.before, one),
        _mean(one.after, one),
        amount,
        share,
        ends,
        verdict(one),
    ]


def _mean(summary: Summary | None, one: Difference) -> str:
    if summary is None:
        return UNKNOWN
    text = _number(summary.mean).removeprefix("+")
    return f"{text}{_unit(one)}"


def _unit(one: Difference) -> str:
    return f" {one.unit}".rstrip() if one.unit != "/s" else "/s"


def _number(value: float) -> str:
    """Write a number with its sign and three digits or more.

    >>> _number(12.345), _number(-0.01234), _number(1095.44)
    ('+12.3', '-0.0123', '+1095')
    """
    value = 0.0 if abs(value) < ROUNDING else value
    digits = 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 2
    if 0 < abs(value) < 1:
        return f"{value:+.3g}"
    return f"{value:+.{digits}f}"


def _data(one: Difference) -> dict[str, Any]:
    return {
        "of": one.subject,
        "figure": one.figure,
        "unit": one.unit,
        "before": _summary(one.before),
        "after": _summary(one.after),
        "difference": one.amount,
        "share": one.share,
        "low": one.low,
        "high": one.high,
        "interval": one.interval,
        "judged": one.judged,
        "proved": one.proved,
        "verdict": str(one.verdict),
    }


def _summary(summary: Summary | None) -> dict[str, float | int | None] | None:
    if summary is None:
        return None
    return {
        "count": summary.count,
        "mean": summary.mean,
        "deviation": summary.deviation,
    }
