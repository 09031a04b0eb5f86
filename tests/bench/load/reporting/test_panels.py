"""What a load test's pictures show: grouped as the paper's figures are."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

from bench.load.file import load_load_plan, runnable, with_addresses
from bench.load.reporting.panels import curves_svg, lines, panels, png
from bench.load.results import results
from bench.reporting.drawing import PNG_DPI
from tests.bench.load.fakes import PLAN, load_report, plan

if TYPE_CHECKING:
    from bench.load.plan import LoadPlan


def preset(name: str, *setups: str) -> LoadPlan:
    urls = [f"{setup}=http://127.0.0.1:80" for setup in setups]
    ready, _ = runnable(with_addresses(load_load_plan(name), urls))
    return ready.model_copy(update={"repeats": 2})


def test_fig_10_has_services_in_groups_and_setups_in_series() -> None:
    (one,) = panels(results(load_report(preset("fig10", "VM testbed", "new k8s"))))
    assert one.groups[:2] == ("root", "couchdb")
    assert one.series == (
        "VM testbed", "new k8s, 4 replicas", "new k8s, 6 replicas",
        "new k8s, 8 replicas",
    )  # fmt: skip
    assert len(one.values) == len(one.groups) * len(one.series)


def test_fig_11_has_a_panel_for_kept_and_one_for_new_connections() -> None:
    kept, new = panels(results(load_report(preset("fig11", "VM", "k8s"))))
    assert (kept.title, new.title) == (
        "(a) connections used again", "(b) new connections"
    )  # fmt: skip
    assert kept.groups == (
        "VM", "k8s\n4 replicas", "k8s\n6 replicas", "k8s\n8 replicas"
    )  # fmt: skip
    assert kept.series == ("n=1000 c=100", "n=1000 c=200")


def test_the_curves_mark_the_smallest_number_that_is_enough() -> None:
    made = load_report(plan(PLAN + "goal: {goodput: 1500}\n"))
    (line,) = lines(made, results(made))
    assert line.smallest == 2
    assert [count for count, _ in line.points] == [1, 2]


def test_one_number_of_replicas_makes_no_curve() -> None:
    assert curves_svg(load_report(preset("fig12", "VM"))) == ""


def test_the_png_is_taller_with_a_curve_and_the_same_every_time() -> None:
    made = load_report()
    drawn = png(made)
    assert png(made) == drawn
    tall = Image.open(io.BytesIO(drawn)).size
    flat = Image.open(io.BytesIO(png(load_report(preset("fig12", "VM"))))).size
    assert tall[0] == flat[0] == 13 * PNG_DPI
    assert tall[1] > flat[1]
