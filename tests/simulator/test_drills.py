"""Outage drills: what each fault makes the autoscaler do."""

from __future__ import annotations

import functools

import pytest

from simulator import presets
from simulator.drills import Drill, drill
from simulator.loads.constant import Constant
from simulator.sections.faults import KINDS
from tests.simulator.scenarios import changed


@functools.cache
def drills() -> dict[str | None, Drill]:
    """Break a service of four replicas under a steady load."""
    scenario = presets.paper()
    service = scenario.service.model_copy(update={"replicas": 4})
    load = Constant(shape="constant", unit="connections", level=700)
    calm = changed(scenario, service=service, load=load, duration_seconds=1800.0)
    done = drill(calm, seed=1, at_seconds=600.0, for_seconds=600.0)
    return {one.kind: one for one in done}


def test_every_fault_has_its_drill_and_a_run_without() -> None:
    assert list(drills()) == [None, *KINDS]
    assert drills()[None].least == drills()[None].most == 4


@pytest.mark.parametrize(
    ("kind", "least", "says"),
    [
        pytest.param("metric_lost", 4, "unable to get metric", id="absent holds"),
        pytest.param("metric_zero", 1, "", id="zero scales down"),
        pytest.param("metric_nan", 1, "", id="NaN is served as 0 and scales down"),
        pytest.param("metric_stale", 4, "", id="stale holds"),
        pytest.param("metric_late", 4, "could not find", id="late is not listed"),
        pytest.param("prometheus", 4, "Prometheus", id="Prometheus gone holds"),
        pytest.param("adapter", 4, "unable to handle", id="adapter gone holds"),
        pytest.param("api_server", 4, "failed to get the scale", id="no API server"),
    ],
)
def test_what_the_authors_autoscaler_does(kind: str, least: int, says: str) -> None:
    one = drills()[kind]
    assert one.least == least
    assert says in one.says
    assert bool(one.says) == bool(says)


def test_a_lost_node_costs_load_until_its_pod_is_replaced() -> None:
    lost = drills()["node"]
    assert lost.summary.lost > drills()[None].summary.lost + 4000
    pods = [pod for pod in lost.trace.pods if pod.deleted is not None]
    assert pods[0].deleted == pytest.approx(600 + 40 + 300)
    assert len(lost.trace.pods) == 5
