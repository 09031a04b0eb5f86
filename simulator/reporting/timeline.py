"""The charts of runs: replicas, load, and the metric over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.reporting.chart import Line, chart

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree import ElementTree as ET

    from simulator.trace import Trace

_COLOURS = ("#1b6ca8", "#c8553d", "#3c896d", "#7d5ba6")
_LOST = "#b00020"
_OFFERED = "#888888"


def charts(traces: Mapping[str, Trace]) -> list[ET.Element]:
    """Draw the runs called by their names; several share their charts.

    Raises ``ValueError`` without any.
    """
    if not traces:
        raise ValueError("there is no run to draw")
    end = max(trace.ended_at for trace in traces.values())
    one = next(iter(traces.values()))
    notice = f"Simulated ({one.load_model}): "
    return [
        chart(f"{notice}replicas", "replicas", _replicas(traces), end=end),
        chart(f"{notice}load", one.load_unit, _load(traces), end=end),
        *(
            [chart(f"{notice}metric", "value over target", lines, end=end)]
            if (lines := _metric(traces))
            else []
        ),
    ]


def _replicas(traces: Mapping[str, Trace]) -> list[Line]:
    lines = []
    for (name, trace), colour in zip(traces.items(), _COLOURS, strict=False):
        prefix = f"{name}: " if len(traces) > 1 else ""
        desired = [(point.time, float(point.desired)) for point in trace.replicas]
        ready = [(point.time, float(point.ready)) for point in trace.replicas]
        lines += [
            Line(
                name=f"{prefix}asked for",
                points=desired,
                colour=colour,
                steps=True,
                dashed=True,
            ),
            Line(name=f"{prefix}ready", points=ready, colour=colour, steps=True),
        ]
    return lines


def _load(traces: Mapping[str, Trace]) -> list[Line]:
    first = next(iter(traces.values()))
    offered = [(point.time, point.offered) for point in first.load]
    lines = [Line(name="offered", points=offered, colour=_OFFERED)]
    for (name, trace), colour in zip(traces.items(), _COLOURS, strict=False):
        lost = [(point.time, point.lost) for point in trace.load]
        several = len(traces) > 1
        lines.append(
            Line(
                name=f"{name}: lost" if several else "lost",
                points=lost,
                colour=colour if several else _LOST,
            )
        )
    return lines


def _metric(traces: Mapping[str, Trace]) -> list[Line]:
    lines = []
    for (name, trace), colour in zip(traces.items(), _COLOURS, strict=False):
        points = [
            (sync.time, metric.value_milli / metric.target_milli)
            for sync in trace.syncs
            for metric in sync.metrics[:1]
            if metric.value_milli is not None and metric.target_milli
        ]
        if points:
            lines.append(Line(name=name, points=points, colour=colour, steps=True))
    return lines
