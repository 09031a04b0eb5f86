"""The paper's plan on a real control plane with hollow nodes: all repeats, whole.

Five repeats of one image with the controller's defaults, the other images with a
sync period of 2 s, each through the metric path of a process and an exporter a pod.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.drivers.kubernetes import KubernetesDriver
from bench.drivers.simulated import SimulatedDriver
from bench.milestones import milestones, new_pods
from bench.observation import ImageEvidence, NotObserved
from bench.plan import load_plan
from bench.report import notice
from bench.reporting.html_report import to_html
from bench.results import results
from bench.runner import run
from octoscale.core.phases import Milestone
from tests.e2e import bench_ground, hollow_bench

if TYPE_CHECKING:
    from pathlib import Path

    from bench.observation import Observation
    from bench.report import Report
    from octoscale.kube.base import KubePort
    from tests.controlplane.cluster import ControlPlane
    from tests.prometheus_plugin import LivePrometheus

pytestmark = pytest.mark.soak

DEFAULT_SYNC_SECONDS = 15.0


@pytest.mark.parametrize(
    ("images", "sync_seconds"),
    [
        pytest.param(
            ("small",), None, id="controller's defaults", marks=pytest.mark.long
        ),
        pytest.param(("medium", "big"), 2.0, id="sync 2 s"),
    ],
)
def test_five_repeats_of_each_image_give_a_full_report(
    images: tuple[str, ...],
    sync_seconds: float | None,
    control_plane: ControlPlane,
    kube: KubePort,
    live_prometheus: LivePrometheus,
    tmp_path: Path,
) -> None:
    plan = hollow_bench.plan(
        images=images,
        sync_seconds=sync_seconds or DEFAULT_SYNC_SECONDS,
        repeats=load_plan().repeats,
    )
    with bench_ground.ground(
        control_plane, kube, live_prometheus, tmp_path, plan, sync_seconds=sync_seconds
    ) as given:
        report = run(plan, KubernetesDriver(given))
    assert bench_ground.left_behind(kube) == []
    assert report.stop is None
    assert len(report.observations) == 5 * len(images)
    for result in results(report):
        assert [repeat.shortfall for repeat in result.repeats] == [""] * 5
        assert result.scale_up is not None
        assert result.scale_up.count == 5
    for seen in report.observations:
        hollow_nodes_hide_what_they_cannot_show(seen)
    the_report_says_what_it_was_measured_on(report)
    assert {trail(seen) for seen in report.observations} == {simulated_trail(report)}


def hollow_nodes_hide_what_they_cannot_show(seen: Observation) -> None:
    assert isinstance(milestones(seen).in_service_seconds, NotObserved)
    for pod in new_pods(seen):
        assert pod.evidence is ImageEvidence.LIKELY
        assert pod.bytes_pulled == NotObserved("hollow nodes pull no image")
        assert isinstance(pod.stamps[Milestone.PULLED], NotObserved)
        assert isinstance(pod.stamps[Milestone.FIRST_REQUEST], NotObserved)


def the_report_says_what_it_was_measured_on(report: Report) -> None:
    assert "8 hollow nodes" in notice(report)
    assert "custom metrics API that was there" in notice(report)
    assert "hollow nodes pull no image" in to_html(report)


def trail(seen: Observation) -> tuple[int, ...]:
    """Give the numbers of replicas that were asked for, one after the other."""
    asked = [point.desired for point in seen.trail]
    return tuple(n for i, n in enumerate(asked) if i == 0 or n != asked[i - 1])


def simulated_trail(report: Report) -> tuple[int, ...]:
    simulated = run(load_plan().narrowed(images=("small",)), SimulatedDriver({}))
    (found,) = {trail(seen) for seen in simulated.observations}
    assert simulated.plan.goal.replicas == report.plan.goal.replicas
    return found
