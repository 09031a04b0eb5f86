"""The pictures are real pictures, of a stated size, the same for the same report."""

from __future__ import annotations

import struct
import sys
from typing import TYPE_CHECKING

import pytest

from bench.reporting import plot
from bench.reporting.drawing import PNG_DPI
from bench.results import results
from tests.bench.fakes import UNSEEN, missed, observation, report

if TYPE_CHECKING:
    from bench.report import Report

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def test_the_png_is_a_png_of_the_stated_size() -> None:
    raw = plot.png(report())
    assert raw.startswith(SIGNATURE)
    width, height = struct.unpack(">II", raw[16:24])
    inches = tuple(side * PNG_DPI for side in plot.PNG_INCHES)
    assert (width, height) == inches
    assert raw.endswith(b"IEND\xaeB`\x82")


@pytest.mark.parametrize(
    ("simulated", "kind"), [(True, "Simulated"), (False, "Measured")]
)
def test_the_title_in_the_png_says_what_the_figures_are(
    simulated: bool, kind: str
) -> None:
    figure = plot.overview(report(simulated=simulated))
    texts = [text.get_text() for part in figure.subfigs for text in part.texts]
    assert f"{kind}: Scale-up from 1 to 8 replicas, by image size" in texts


def test_the_same_report_gives_the_same_bytes() -> None:
    assert plot.png(report()) == plot.png(report())
    assert plot.trails_svg(report()) == plot.trails_svg(report())


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(report(missed()), id="goal-missed"),
        pytest.param(report(observation()), id="one-repeat"),
        pytest.param(
            report(observation(pods=(), decisions=(), trail=())), id="nothing-seen"
        ),
        pytest.param(report(observation(load_raised=UNSEEN)), id="no-zero"),
    ],
)
def test_every_report_can_be_drawn(made: Report) -> None:
    assert plot.png(made).startswith(SIGNATURE)
    for svg in (
        plot.bars_svg(made),
        plot.shares_svg(made),
        plot.trails_svg(made),
        plot.timelines_svg(results(made)[0]),
    ):
        assert svg.startswith("<svg ")


def test_drawing_leaves_no_global_state() -> None:
    plot.png(report(observation()))
    assert "matplotlib.pyplot" not in sys.modules


def test_the_bars_name_every_image_its_mean_and_its_floor() -> None:
    svg = plot.bars_svg(report(observation(pull=10.0)))
    for words in ("small", "19.17 MB on disk", "29.5 s", "floor", "scale-up time (s)"):
        assert words in svg


def test_a_span_of_a_timeline_names_its_pod_and_seconds() -> None:
    small, *_ = results(report(observation(pull=10.0)))
    tip = "<title>web-7 on node-web-7: pulling the image 10.0 s</title>"
    assert tip in plot.timelines_svg(small)
