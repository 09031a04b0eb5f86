"""The page about a demo: what was seen, and the model beside it.

Complete in itself, like the simulator's pages, and built from the same parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from bench.demo import PLAYED
from bench.demo.modelled import modelled
from simulator.reporting.chart import Line, chart
from simulator.reporting.html_page import add, head, table

if TYPE_CHECKING:
    from bench.demo.record import Record
    from simulator.trace import Trace

_BLUE, _RED, _GREEN, _GREY = "#1b6ca8", "#c8553d", "#3c896d", "#888888"


def trails(record: Record, model: Trace | None) -> tuple[str, str]:
    """Give the trail that was seen and the model's, in words."""
    seen = " → ".join(map(str, record.trail))
    if model is None:
        return seen, "the demo never came to its load"
    return seen, " → ".join(map(str, model.trail))


def to_html(record: Record) -> str:
    """Write the page of one demo."""
    model = modelled(record)
    seen, simulated = trails(record, model)
    page = ET.Element("html", {"lang": "en"})
    head(page, "octoscale demo")
    body = ET.SubElement(page, "body")
    add(body, "h1", "octoscale demo")
    add(body, "p", f"A demo: {'; '.join(PLAYED)}.", {"class": "notice"})
    if record.missed:
        add(body, "p", f"Goal missed: {record.missed}.", {"class": "notice"})
    table(body, ["figure", "value"], _figures(record, seen, simulated))
    body.extend(_charts(record, model))
    add(body, "h2", "Every sync of the controller")
    table(body, ["at", "metric", "current", "desired", "ready", "says"], _syncs(record))
    return "<!DOCTYPE html>\n" + ET.tostring(page, encoding="unicode", method="html")


def _figures(record: Record, seen: str, simulated: str) -> list[list[str]]:
    took = record.scale_up_seconds
    return [
        ["started", record.started],
        ["replicas asked for", seen],
        ["the same, simulated", simulated],
        [
            "scale-up time (first decision to all ready)",
            "not observed" if took is None else f"{took:.1f} s",
        ],
        ["a process' start-up, on average", f"{record.start_up_seconds:.2f} s"],
        ["metric target", f"{record.settings.target} for each pod"],
        ["clients", f"{record.settings.connections} ({record.settings.load})"],
        ["requests answered, failed", f"{record.answered:,}, {record.failed:,}"],
    ]


def _charts(record: Record, model: Trace | None) -> list[ET.Element]:
    points = record.replicas
    lines = [
        Line(
            name="asked for",
            points=[(p.at, float(p.asked)) for p in points],
            colour=_BLUE,
            steps=True,
            dashed=True,
        ),
        Line(
            name="ready",
            points=[(p.at, float(p.ready)) for p in points],
            colour=_BLUE,
            steps=True,
        ),
    ]
    if model is not None:
        simulated = [(p.time, float(p.ready)) for p in model.replicas]
        lines.append(Line(name="simulated", points=simulated, colour=_GREY, steps=True))
    values = [
        (s.at, s.value_milli / 1000) for s in record.syncs if s.value_milli is not None
    ]
    target = [(0.0, float(record.settings.target))]
    end = max(record.ended, 1.0)
    return [
        chart("Replicas", "replicas", lines, end=end),
        chart(
            "Open descriptors, as the controller read them",
            "average over the pods",
            [
                Line(name="value", points=values, colour=_GREEN, steps=True),
                Line(name="target", points=target, colour=_RED, steps=True),
            ],
            end=end,
        ),
    ]


def _syncs(record: Record) -> list[list[str]]:
    return [
        [
            f"{sync.at:.1f} s",
            "absent" if sync.value_milli is None else f"{sync.value_milli / 1000:g}",
            str(sync.current),
            str(sync.desired),
            str(sync.ready),
            sync.says,
        ]
        for sync in record.syncs
    ]
