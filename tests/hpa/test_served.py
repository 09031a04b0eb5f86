"""What a cluster gives back, by its version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpa.builders import autoscaler, object_metric, pods_metric, resource_metric
from hpa.defaults import with_defaults
from hpa.model.meta import CrossVersionObjectReference
from hpa.served import as_served
from tests.hpa.strategies import VALID

if TYPE_CHECKING:
    from hpa.model import v2beta2

SERVICE = CrossVersionObjectReference(kind="Service", name="web", api_version="v1")
HPA = autoscaler(
    "deployment/web",
    [
        resource_metric("cpu", average_utilization=70),
        pods_metric("rps", average_value=5),
        object_metric("rps", SERVICE, average_value=5),
    ],
    max_replicas=4,
)


@pytest.mark.parametrize(
    ("kubernetes", "types"),
    [
        ("1.23", ["Pods", "Object", "Resource"]),
        ("1.27", ["Pods", "Object", "Resource"]),
        ("1.28", ["Resource", "Pods", "Object"]),
    ],
)
def test_clusters_below_1_28_put_cpu_last(kubernetes: str, types: list[str]) -> None:
    served = as_served(HPA, kubernetes=kubernetes)
    assert [metric.type for metric in served.spec.metrics] == types


def test_an_object_target_gains_a_value_below_1_28() -> None:
    served = as_served(HPA, kubernetes="1.25").spec.metrics[1].object
    assert served is not None
    assert str(served.target.value) == "0"


@given(VALID, st.sampled_from(["1.23", "1.28"]))
def test_what_is_given_back_stays_as_it_is(
    hpa: v2beta2.HorizontalPodAutoscaler, kubernetes: str
) -> None:
    served = as_served(hpa, kubernetes=kubernetes)
    assert with_defaults(served) == served
    assert as_served(served, kubernetes=kubernetes) == served


def test_a_version_must_be_one() -> None:
    with pytest.raises(ValueError, match="not a Kubernetes version"):
        as_served(HPA, kubernetes="latest")
