"""A load test's page: well-formed, complete in itself, strangers' names escaped."""

from __future__ import annotations

import pytest

from bench.load.reporting.html_report import to_html
from tests.bench.load.fakes import PLAN, hey_report, load_report, plan
from tests.bench.reporting.pages import Page


@pytest.fixture(scope="module")
def page() -> Page:
    made = load_report(
        plan(PLAN + "goal: {goodput: 1500}\n"), left_out=("VM",), stop="it was over"
    )
    return Page(to_html(made))


def test_it_is_well_formed_and_says_measured_first(page: Page) -> None:
    assert page.faults == []
    assert to_html(load_report()).startswith("<!DOCTYPE html><!-- measured -->\n")


def test_nothing_is_fetched_and_nothing_runs(page: Page) -> None:
    assert not {"script", "link", "iframe", "object", "img", "form"} & set(page.tags)
    for name, value in page.attributes:
        assert not name.startswith("on")
        assert name != "style"
        if name in {"href", "src"}:
            assert value.startswith("#")
    assert "default-src 'none'" in page.meta("Content-Security-Policy")


def test_it_tells_goodput_capacity_notes_and_where_load_went(page: Page) -> None:
    for words in (
        "Served requests a second",
        "Capacity",
        "goodput of 1500/s",
        "VM: not run, it has no address",
        "it was over",
        "http://127.0.0.1:8001",
        "demo (pid 1)",
    ):
        assert words in page.text


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("<script>alert(1)</script>", id="script"),
        pytest.param("</style></svg><img src=x onerror=alert(1)>", id="breaks-out"),
        pytest.param("\x1b[31mred\u202e", id="control"),
        pytest.param("$\\frac{1}{0}$", id="mathtext"),
    ],
)
def test_strangers_texts_stay_text(name: str) -> None:
    made = load_report(
        make=lambda _: hey_report(statuses={200: 50}, errors={name: 50}),
        generator=name,
        stop=name,
    )
    found = to_html(made)
    assert not set("\x1b\u202e") & set(found)
    parsed = Page(found)
    assert parsed.faults == []
    assert not {"script", "img"} & set(parsed.tags)
