"""Names come from strangers: none may leave its place in any output."""

from __future__ import annotations

import csv
import dataclasses
import functools
import io
import json

import pytest

from bench.observation import DecisionPoint, Observation
from bench.parameter import Parameter, Source
from bench.plan import load_plan
from bench.report import Report, Stop, StopKind
from bench.reporting import plot
from bench.reporting.csv_report import to_csv
from bench.reporting.html_report import to_html
from bench.reporting.json_report import from_json, to_json
from tests.bench.fakes import description, observation, report
from tests.bench.reporting.pages import Page

NAMES = [
    pytest.param("<script>alert(1)</script>", id="script"),
    pytest.param("</style></svg><img src=x onerror=alert(1)>", id="breaks-out"),
    pytest.param('" onload="alert(1)', id="attribute"),
    pytest.param("]]>--><!--", id="comment"),
    pytest.param("{{ 7 * 7 }}{% raw %}", id="template"),
    pytest.param("=cmd|' /C calc'!A1", id="formula"),
    pytest.param("\x1b[31mred\x1b[0m\x07", id="ansi"),
    pytest.param("[bold red]x[/]", id="rich-markup"),
    pytest.param("a\nb\rc\td", id="lines"),
    pytest.param("\u202egnp.exe", id="bidirectional"),
    pytest.param("$\\frac{1}{0}$ _^", id="mathtext"),
    pytest.param("日本語 \U0001f600", id="beyond-the-font"),
]
RAW = "\x1b\x07\r\u202e"
"""Characters that may reach no page and no terminal."""


def _everywhere(name: str) -> Report:
    """Put the name wherever a stranger's text can come in."""
    made: Observation = observation()
    pods = tuple(dataclasses.replace(p, name=name, node=name) for p in made.pods)
    evil = dataclasses.replace(
        made,
        pods=pods,
        decisions=tuple(
            dataclasses.replace(d, reason=name, metric_value=name)
            for d in made.decisions
        ),
        notes=(name,),
    )
    lost = dataclasses.replace(
        evil,
        repeat=2,
        decisions=(
            DecisionPoint(seconds=9, before=1, after=2, reason=name, metric_value=name),
        ),
        pods=evil.pods[:1],
    )
    parameter = Parameter(
        name=name, value=name, unit=name, source=Source.GIVEN, note=name
    )
    plan = (
        load_plan()
        .narrowed(images=("small",))
        .model_copy(update={"title": name, "about": name})
    )
    return report(
        evil,
        lost,
        plan=plan,
        started=name,
        driver=description(cluster=name, parameters=(parameter,)),
        stop=Stop(kind=StopKind.LOST, during=name, reason=name),
    )


@functools.cache
def _tags() -> set[str]:
    """Give the tags of a page with harmless names."""
    return set(Page(to_html(_everywhere("harmless"))).tags)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_a_name_and_does_not_obey_it(name: str) -> None:
    text = to_html(_everywhere(name))
    page = Page(text)
    assert page.faults == []
    assert set(page.tags) == _tags()
    assert not any(attribute.startswith("on") for attribute, _ in page.attributes)
    assert not set(RAW) & set(text)
    assert "49" not in page.text.split("Plan")[0]


@pytest.mark.parametrize("name", NAMES)
def test_a_csv_has_its_shape_and_no_formula(name: str) -> None:
    text = to_csv(_everywhere(name))
    rows = list(csv.reader(io.StringIO(text)))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(text.splitlines()) == len(rows)
    cells = [cell for row in rows[1:] for cell in row]
    assert not any(cell.startswith(("=", "@", "+", "\t")) for cell in cells)
    assert not set(RAW) & set(text)


@pytest.mark.parametrize("name", NAMES)
def test_json_keeps_a_name_exactly_and_sends_only_ascii(name: str) -> None:
    made = _everywhere(name)
    text = to_json(made)
    assert text.isascii()
    assert "\x1b" not in text
    assert json.loads(text)["report"]["driver"]["cluster"] == name
    assert from_json(text) == made


@pytest.mark.parametrize("name", [NAMES[0], NAMES[6], *NAMES[8:]])
def test_a_picture_is_drawn_whatever_the_name(name: str) -> None:
    made = _everywhere(name)
    assert plot.png(made).startswith(b"\x89PNG")
