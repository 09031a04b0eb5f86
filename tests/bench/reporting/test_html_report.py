"""``report.html`` is one well-formed page that needs and allows nothing else."""

from __future__ import annotations

import base64
import functools
import hashlib
import re

import pytest

from bench.report import Report, Stop, StopKind
from bench.reporting.html_report import to_html
from bench.results import results
from octoscale.core.phases import Phase
from tests.bench.fakes import UNSEEN, description, missed, observation, report
from tests.bench.reporting.pages import Page


@functools.cache
def _full() -> str:
    return to_html(report())


def test_the_first_line_says_that_it_is_simulated_and_so_does_the_title() -> None:
    first, _, _ = _full().partition("\n")
    assert first == "<!DOCTYPE html><!-- simulated -->"
    assert "<title>Simulated: " in _full()
    assert "simulated: these are a model&#39;s seconds" in _full()
    measured = to_html(report(observation(), simulated=False))
    assert "simulated" not in measured.lower()


def test_the_page_is_well_formed() -> None:
    assert Page(_full()).faults == []


def test_nothing_is_fetched_and_nothing_runs() -> None:
    page = Page(_full())
    assert not {"script", "link", "iframe", "object", "img", "form"} & set(page.tags)
    assert not re.search(r"(?i)https?:|//[a-z]|url\((?!#)|@import", _full())
    for name, value in page.attributes:
        assert not name.startswith("on")
        assert name != "style"
        if name in {"href", "src"}:
            assert value.startswith("#")


def test_the_policy_allows_its_own_style_and_nothing_else() -> None:
    policy = Page(_full()).meta("Content-Security-Policy")
    style = re.search(r"<style>(.*?)</style>", _full(), re.DOTALL)
    assert style is not None
    digest = hashlib.sha256(style.group(1).encode()).digest()
    expected = base64.b64encode(digest).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{expected}'; base-uri 'none'; "
        "form-action 'none'"
    )


def test_no_two_elements_share_an_id_and_every_reference_has_its_element() -> None:
    page = Page(_full())
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(set(ids)) == len(ids)
    used = set(re.findall(r"url\(#([^)]*)\)", _full()))
    used |= {v[1:] for n, v in page.attributes if n == "href"}
    assert used <= set(ids)


def test_every_image_repeat_phase_and_parameter_is_in_it() -> None:
    text = Page(_full()).text
    for result in results(report()):
        assert result.image.name in text
    for phase in Phase:
        assert phase.value in text
    for parameter in description().parameters:
        assert parameter.name in text
        assert parameter.note in text
    assert text.count("repeat 5") == 3
    assert "1 → 4 → 8" in text
    assert "only as a picture" in text
    assert "spread over the model's seeds" in text


def test_the_same_report_gives_the_same_bytes() -> None:
    made = report(observation())
    assert to_html(made) == to_html(made)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        pytest.param(
            report(observation(), missed(repeat=2)), "small, repeat 2: 8", id="1"
        ),
        pytest.param(report(missed()), "no repeat counts", id="none-counts"),
        pytest.param(
            report(
                observation(),
                stop=Stop(kind=StopKind.LOST, during="big, repeat 1", reason="gone"),
            ),
            "during big, repeat 1 (lost): gone",
            id="stopped",
        ),
        pytest.param(
            report(observation(metric_crosses=UNSEEN)), str(UNSEEN), id="not-observed"
        ),
        pytest.param(
            report(observation(pods=(), decisions=(), trail=())),
            "goal missed",
            id="bare",
        ),
        pytest.param(report(observation(notes=("mind this",))), "mind this", id="note"),
    ],
)
def test_what_went_wrong_is_said(made: Report, words: str) -> None:
    page = Page(to_html(made))
    assert page.faults == []
    assert words in page.text


def test_of_many_repeats_the_page_says_which_are_drawn() -> None:
    many = report(*(observation(repeat=n, pull=n) for n in range(1, 9)))
    said = (
        "3 of 8 repeats are drawn: repeat 1, fastest; repeat 4, median; "
        "repeat 8, slowest; all are in pods.csv."
    )
    assert said in Page(to_html(many)).text
    assert "repeats are drawn" not in _full()
