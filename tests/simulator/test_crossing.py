"""When the autoscaler could first have read a metric above its target."""

from __future__ import annotations

import pytest

from hpa.algorithm.types import Config, PodsMetric, Spec
from hpa.errors import PortError
from octoscale.core.phases import POD_MILESTONES
from simulator.clock import Clock
from simulator.crossing import Crossing
from simulator.sections.service import ExposedSeries, ServiceSection
from simulator.world.deployment import Deployment
from tests.simulator.fakes import FakeMetrics

SPEC = Spec(
    max_replicas=8, metrics=(PodsMetric(name="hits", average_value_milli=1000),)
)


def crossed(
    values: dict[float, int | None], *, raised_at: float | None
) -> float | None:
    """Look every second; *values* tell what can be read from which moment on."""
    clock, metrics = Clock(), FakeMetrics()
    section = ServiceSection(name="web", series=(ExposedSeries(name="hits"),))
    deployment = Deployment(
        clock, section, delay_seconds=0.1, scale_target=("Deployment", "web")
    )
    deployment.new_pod().milestones.update(dict.fromkeys(POD_MILESTONES, 0.0))
    crossing = Crossing(
        clock,
        SPEC,
        config=Config(),
        deployment=deployment,
        metrics=metrics,
        raised_at=raised_at,
    )
    for moment, value in values.items():
        clock.at(moment, lambda v=value: metrics.serve(v))  # type: ignore[misc]  # keeps the loop's variable
    clock.every(1.0, crossing.look, first=0.5)
    clock.run(until=60)
    assert deployment.replicas == 1
    return crossing.crossed_at


@pytest.mark.parametrize(
    ("values", "raised_at", "moment"),
    [
        pytest.param({0: 900, 20: 2000}, 10.0, 20.5, id="the first look above"),
        pytest.param({0: 2000}, 10.0, 10.5, id="not before the load was raised"),
        pytest.param({0: 900, 20: 1099}, 10.0, None, id="within the tolerance"),
        pytest.param({0: 900, 20: 1100}, 10.0, 20.5, id="just outside of it"),
        pytest.param({0: 900, 20: 100}, 10.0, None, id="far below"),
        pytest.param({0: None, 30: 2000}, 10.0, 30.5, id="unreadable at first"),
        pytest.param({0: 2000}, None, None, id="a load that is never raised"),
    ],
)
def test_the_moment_of_crossing(
    values: dict[float, int | None], raised_at: float | None, moment: float | None
) -> None:
    assert crossed(values, raised_at=raised_at) == moment


def test_the_fake_refuses_what_it_does_not_serve() -> None:
    with pytest.raises(PortError):
        FakeMetrics().pods(PodsMetric(name="x", average_value_milli=1), "app=web")
