"""What made a report is found again, and the error is told on unseen repeats."""

from __future__ import annotations

import dataclasses
import functools

import pytest

from bench.calibration.calibrate import Calibrated, calibrate, of_images
from bench.observation import NotObserved
from octoscale.core.errors import InputError, UsageError
from octoscale.core.phases import Milestone
from tests.bench.calibration.reports import TRUE, simulated_report
from tests.bench.fakes import missed, observation, report

NAMES = {
    "registry_link": "cluster.registry_bytes_per_second",
    "unpack_rate": "image.unpack_bytes_per_second",
}


@functools.cache
def found() -> Calibrated:
    return calibrate(simulated_report(), seeds=3)


@pytest.mark.parametrize(
    ("name", "off"),
    [
        pytest.param("registry_link", 0.02, id="registry"),
        pytest.param("unpack_rate", 0.03, id="unpacking"),
        pytest.param("start.prepare_seconds", 0.03, id="preparing"),
        pytest.param("start.containers_seconds", 0.03, id="starting"),
        pytest.param("start.jitter_ratio", 0.25, id="jitter"),
        pytest.param("cluster.scheduling_seconds", 0.001, id="scheduling"),
        pytest.param("start.endpoints_seconds", 0.15, id="endpoints"),
    ],
)
def test_the_figures_that_made_the_repeats_are_found(name: str, off: float) -> None:
    value = {one.name: one.value for one in found().figures}[NAMES.get(name, name)]
    true = {"250M": 250e6, "90M": 90e6}.get(TRUE[name]) or float(TRUE[name])
    assert value == pytest.approx(true, rel=off)


def test_some_repeats_of_each_image_are_held_out_of_the_fit() -> None:
    for image, out in found().held_out.items():
        kept = found().fitted_on[image]
        assert len(out) == 2
        assert sorted([*kept, *out]) == [1, 2, 3, 4, 5]
    assert [one.held_out for one in found().checks] == [True] * 3
    assert [one.repeats for one in found().checks] == list(found().held_out.values())


def test_the_error_on_unseen_repeats_is_small_and_smaller_than_before() -> None:
    for one in found().checks:
        row = one.headline
        assert row.error is not None
        assert row.error_before is not None
        assert abs(row.error) < 0.02
        assert abs(row.error_before) > abs(row.error)


def test_a_single_repeat_is_checked_on_itself_and_says_so() -> None:
    one = calibrate(simulated_report(1, ("small",)), seeds=2)
    assert one.held_out == {"small": ()}
    assert [check.held_out for check in one.checks] == [False]
    names = {figure.name for figure in one.figures}
    assert "image.compressed_ratio" in names


def test_what_was_not_observed_has_no_figure() -> None:
    """Hollow nodes show no pull: the rest of the start is fitted without it."""
    hidden = {Milestone.PULLING, Milestone.PULLED}
    made = observation()
    pods = [
        dataclasses.replace(
            p,
            bytes_pulled=NotObserved("hollow"),
            stamps={
                m: NotObserved("hollow") if m in hidden else s
                for m, s in p.stamps.items()
            },
        )
        for p in made.pods
    ]
    seen = report(dataclasses.replace(made, pods=tuple(pods)), simulated=False)
    one = calibrate(seen, seeds=1)
    names = {figure.name for figure in one.figures}
    assert isinstance(one.pulls, NotObserved)
    assert "cluster.scheduling_seconds" in names
    assert not {n for n in names if n.startswith("image.") or "link" in n}
    assert "start.prepare_seconds" not in names


def test_repeats_that_missed_their_goal_take_no_part() -> None:
    with pytest.raises(InputError, match="CA001"):
        calibrate(report(missed()))


def test_images_can_be_chosen() -> None:
    only = of_images(simulated_report(), ("big",))
    assert {o.image for o in only.observations} == {"big"}
    with pytest.raises(UsageError, match="no image 'huge'"):
        of_images(simulated_report(), ("huge",))


def test_a_share_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="share held out"):
        calibrate(simulated_report(), hold_out=1.0)
