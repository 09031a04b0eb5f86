"""The custom metrics API as the autoscaler reads it, and links that are missing."""

from __future__ import annotations

import pytest

from bench.drivers.kubernetes.metrics_path import crosses, find
from octoscale.core.errors import EnvironmentMissingError
from octoscale.kube.errors import KubeError, NotFoundError, UnreachableError
from octoscale.kube.memory import MemoryKube
from octoscale.kube.types import Kind, ServedKind

ROOT = "/apis/custom.metrics.k8s.io/v1beta1"
PATH = f"{ROOT}/namespaces/shop/pods/*/fds"
LISTED = {"resources": [{"name": "pods/fds"}]}


def cluster(documents: dict[str, object]) -> MemoryKube:
    kind = Kind("custom.metrics.k8s.io/v1beta1", "MetricValueList")
    kube = MemoryKube(custom_kinds=[ServedKind(kind=kind, plural="pods/fds")])
    kube.documents.update(documents)
    return kube


def test_values_come_by_pod() -> None:
    item = {"describedObject": {"name": "web-1"}, "value": "1500m"}
    kube = cluster({ROOT: LISTED, PATH: {"items": [item]}})
    path = find(kube, "fds", namespace="shop")
    assert path.values("app=web") == {"web-1": 1500}


def test_a_cluster_without_the_api_is_told() -> None:
    with pytest.raises(EnvironmentMissingError, match="serves no custom"):
        find(MemoryKube(), "fds", namespace="shop")


def test_an_api_that_does_not_answer_is_told() -> None:
    with pytest.raises(EnvironmentMissingError, match=r"v1beta1\.custom.*not answer"):
        find(cluster({}), "fds", namespace="shop")


@pytest.mark.parametrize(
    ("resources", "error", "words"),
    [
        pytest.param({"resources": []}, None, "no rule for that series", id="no rule"),
        pytest.param(LISTED, None, "does Prometheus scrape them", id="no pods"),
        pytest.param(LISTED, NotFoundError("gone"), r"\(gone\)", id="an error"),
        pytest.param(LISTED, UnreachableError("no answer"), "no answer", id="away"),
    ],
)
def test_the_missing_link_is_named(
    resources: object, error: KubeError | None, words: str
) -> None:
    path = find(cluster({ROOT: resources}), "fds", namespace="shop")
    with pytest.raises(EnvironmentMissingError, match=words):
        raise EnvironmentMissingError(path.missing_link(error))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({}, False, id="nothing is not zero, nor too much"),
        pytest.param({"a": 220_000}, False, id="within the tolerance"),
        pytest.param({"a": 221_000}, True, id="beyond it"),
        pytest.param({"a": 400_000, "b": 9_000}, False, id="an average"),
    ],
)
def test_an_average_beyond_the_tolerance_crosses(
    values: dict[str, int], expected: bool
) -> None:
    assert crosses(values, 200_000) is expected
