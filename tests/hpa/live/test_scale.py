"""The scale subresource through the port."""

from __future__ import annotations

import pytest

from hpa.algorithm.types import ScaleView
from hpa.errors import PortError
from hpa.live.scale import ClusterScale
from hpa.model.meta import CrossVersionObjectReference
from tests.hpa.live.clusters import DEPLOYMENT, cluster

WEB = CrossVersionObjectReference(kind="Deployment", name="web", api_version="apps/v1")
GONE = CrossVersionObjectReference(
    kind="Deployment", name="gone", api_version="apps/v1"
)


def test_replicas_and_selector_are_read() -> None:
    seen = ClusterScale(cluster(3), WEB, "shop").read()
    assert seen == ScaleView(spec_replicas=3, status_replicas=3, selector="app=web")


def test_a_workload_that_is_not_there_is_an_error() -> None:
    with pytest.raises(PortError, match="gone"):
        ClusterScale(cluster(), GONE, "shop").read()


def test_nothing_is_written_unless_somebody_says_so() -> None:
    kube = cluster()
    with pytest.raises(PortError):
        ClusterScale(kube, WEB, "shop").write(5)
    assert kube.get(DEPLOYMENT, "web", namespace="shop")["spec"]["replicas"] == 1
    ClusterScale(kube, WEB, "shop", writes=True).write(5)
    assert kube.get(DEPLOYMENT, "web", namespace="shop")["spec"]["replicas"] == 5
