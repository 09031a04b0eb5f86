"""Whole HPAs as ScaledObjects."""

from __future__ import annotations

from typing import Any

import pytest

from hpa import notation
from hpa.builders import autoscaler
from hpa.keda.scaledobject import TRANSFER, convert_to_keda
from hpa.model.convert import convert
from hpa.model.objects import from_dict, to_dict
from tests.hpa.keda.samples import config, hpa

FDS = notation.pods("open_fds=200")
CPU = notation.resource("cpu=80%")
QUEUE = notation.external("queue_depth=30")


def manifest(*metrics: Any, **more: Any) -> dict[str, Any]:
    found = convert_to_keda(hpa(*metrics, **more), config=config()).manifest
    assert found is not None
    return found


def test_the_papers_kind_of_hpa() -> None:
    assert manifest(FDS, labels={"app": "web"}) == {
        "apiVersion": "keda.sh/v1alpha1",
        "kind": "ScaledObject",
        "metadata": {
            "name": "web",
            "namespace": "shop",
            "labels": {"app": "web"},
            "annotations": {TRANSFER: "true"},
        },
        "spec": {
            "scaleTargetRef": {
                "kind": "Deployment",
                "name": "web",
                "apiVersion": "apps/v1",
            },
            "minReplicaCount": 1,
            "maxReplicaCount": 8,
            "advanced": {"horizontalPodAutoscalerConfig": {"name": "web"}},
            "triggers": [
                {
                    "type": "prometheus",
                    "metricType": "AverageValue",
                    "metadata": {
                        "serverAddress": "http://prometheus:9090",
                        "query": 'sum(avg(open_fds{apod=~"web-[a-z0-9]+-[a-z0-9]{5}",'
                        'ns="shop"}) by (apod))',
                        "threshold": "200",
                        "ignoreNullValues": "false",
                    },
                }
            ],
        },
    }


def test_the_hpa_of_another_name_is_taken_over_by_that_name() -> None:
    found = manifest(CPU, name="web-hpa")
    autoscaler_ = found["spec"]["advanced"]["horizontalPodAutoscalerConfig"]
    assert autoscaler_["name"] == found["metadata"]["name"] == "web-hpa"


def test_behavior_is_passed_on_as_it_is_written_and_none_stays_none() -> None:
    def passed(**more: Any) -> dict[str, Any]:
        found = manifest(CPU, **more)["spec"]["advanced"]
        config_: dict[str, Any] = found["horizontalPodAutoscalerConfig"]
        return config_

    assert "behavior" not in passed()
    assert passed(behavior="defaults")["behavior"] == {}
    assert passed(behavior="slow-up")["behavior"] == {
        "scaleUp": {"policies": [{"type": "Pods", "value": 1, "periodSeconds": 300}]}
    }


def test_annotations_stay_but_for_what_kubectl_keeps_of_the_hpa() -> None:
    kept = {"team": "shop", "kubectl.kubernetes.io/last-applied-configuration": "{}"}
    found = manifest(CPU, annotations=kept)["metadata"]["annotations"]
    assert found == {"team": "shop", TRANSFER: "true"}


@pytest.mark.parametrize("version", ["v1", "v2beta1", "v2beta2", "v2"])
def test_every_api_version_gives_the_same(version: Any) -> None:
    built = convert(hpa(FDS, CPU, behavior="slow-up"), version).result
    found = convert_to_keda(built, config=config()).manifest
    assert found == manifest(FDS, CPU, behavior="slow-up")


def test_an_hpa_without_metrics_follows_the_cpu_that_the_api_fills_in() -> None:
    value = to_dict(hpa(CPU))
    del value["spec"]["metrics"], value["spec"]["minReplicas"]
    found = convert_to_keda(from_dict(value)).manifest
    assert found is not None
    assert found["spec"]["triggers"][0]["metadata"] == {"value": "80"}
    assert found["spec"]["minReplicaCount"] == 1


def test_scaling_to_zero_is_kedas_own() -> None:
    built = autoscaler(
        "deployment/web", [QUEUE], min_replicas=0, max_replicas=3, scale_to_zero=True
    )
    found = convert_to_keda(built, config=config())
    assert found.manifest is not None
    assert found.manifest["spec"]["minReplicaCount"] == 0
    (loss,) = (loss for loss in found.losses if loss.path == "spec.minReplicas")
    assert "cooldownPeriod" in loss.message


def test_without_any_trigger_there_is_no_object() -> None:
    found = convert_to_keda(hpa(FDS))
    assert found.manifest is None
    assert [loss.is_dropped for loss in found.losses] == [True]


@pytest.mark.parametrize(
    ("metrics", "custom", "external"),
    [
        pytest.param((FDS,), True, False, id="custom"),
        pytest.param((QUEUE, CPU), False, True, id="external"),
        pytest.param((CPU,), False, False, id="neither"),
    ],
)
def test_which_apis_it_used(
    metrics: tuple[Any, ...], custom: bool, external: bool
) -> None:
    found = convert_to_keda(hpa(*metrics), config=config())
    assert (found.uses_custom, found.uses_external) == (custom, external)


@pytest.mark.parametrize(
    ("address", "metric", "assumed"),
    [
        pytest.param(None, FDS, True, id="stand-in"),
        pytest.param("http://p:1", FDS, False, id="named"),
        pytest.param(None, CPU, False, id="not needed"),
    ],
)
def test_an_address_that_nobody_named(
    address: str | None, metric: Any, assumed: bool
) -> None:
    found = convert_to_keda(hpa(metric), config=config(), server_address=address)
    assert found.address_is_assumed is assumed


def test_an_hpa_without_a_namespace_takes_the_callers() -> None:
    value = to_dict(hpa(FDS))
    del value["metadata"]["namespace"]
    without = convert_to_keda(from_dict(value), config=config())
    assert any(loss.path == "metadata.namespace" for loss in without.losses)
    given = convert_to_keda(from_dict(value), config=config(), namespace="shop")
    assert given.manifest is not None
    assert 'ns="shop"' in given.manifest["spec"]["triggers"][0]["metadata"]["query"]
    assert "namespace" not in given.manifest["metadata"]
    assert not any(loss.path == "metadata.namespace" for loss in given.losses)
