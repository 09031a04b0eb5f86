"""The figures of a summary in words, one row each, and the notice above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from simulator.summary import Summary
    from simulator.trace import Trace

UNKNOWN = "-"


def notice(trace: Trace) -> str:
    """Say that it is simulated, with what and how."""
    return (
        f"Simulated: {trace.scenario}, seed {trace.seed}, load model "
        f"{trace.load_model}, {trace.ended_at:.0f} s of virtual time"
    )


def trail(trace: Trace) -> str:
    """Write the replica counts that were asked for.

    A long trail is cut in the middle.
    """
    steps = [str(step) for step in trace.trail]
    if len(steps) > 14:
        steps = [*steps[:7], "…", *steps[-6:]]
    return " → ".join(steps)


def rows(summaries: Sequence[Summary], unit: str) -> list[list[str]]:
    """Write each figure with its value in every summary."""
    amount = "requests" if unit == "requests/s" else "connection-seconds"
    figures: list[tuple[str, Callable[[Summary], str]]] = [
        (f"{amount} offered", lambda s: _count(s.offered)),
        (f"{amount} served", lambda s: _count(s.served)),
        (f"{amount} lost", lambda s: _share(s.lost, s.offered)),
        (f"{amount} late", lambda s: _share(s.late, s.offered)),
        ("response time p50", lambda s: _seconds(s.p50_seconds, 3)),
        ("response time p95", lambda s: _seconds(s.p95_seconds, 3)),
        ("response time p99", lambda s: _seconds(s.p99_seconds, 3)),
        ("pod-hours", lambda s: f"{s.pod_hours:.2f}"),
        ("time in breach", lambda s: _seconds(s.breach_seconds, 1)),
        ("scalings", lambda s: str(s.scalings)),
        ("flaps", lambda s: str(s.flaps)),
        ("most replicas asked for", lambda s: str(s.most_replicas)),
        ("overshoot (replicas)", lambda s: _maybe(s.overshoot_replicas)),
        ("undershoot (replicas)", lambda s: _maybe(s.undershoot_replicas)),
        ("shortest peak it can serve", lambda s: _seconds(s.shortest_peak_seconds)),
        ("killed for memory", lambda s: str(s.memory_kills)),
    ]
    return [[words, *(write(one) for one in summaries)] for words, write in figures]


def _count(value: float) -> str:
    return f"{value:,.0f}"


def _share(part: float | None, whole: float) -> str:
    if part is None:
        return UNKNOWN
    share = part / whole if whole else 0.0
    return f"{part:,.0f} ({share:.2%})"


def _seconds(value: float | None, digits: int = 0) -> str:
    return UNKNOWN if value is None else f"{value:,.{digits}f} s"


def _maybe(value: int | None) -> str:
    return UNKNOWN if value is None else str(value)
