"""Metric sources and references on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hpa import notation
from hpa.model.codec import encode
from hpa.natural import BuildError

if TYPE_CHECKING:
    from collections.abc import Callable

    from hpa.model.metrics import MetricSpec


def target(**given: Any) -> dict[str, Any]:
    kinds = {"value": "Value", "averageValue": "AverageValue"}
    kind = next((kinds[key] for key in given if key in kinds), "Utilization")
    return {"type": kind, **given}


@pytest.mark.parametrize(
    ("read", "text", "source"),
    [
        pytest.param(
            notation.pods,
            "fds=200",
            {"pods": {"metric": {"name": "fds"}, "target": target(averageValue="200")}},
            id="pods",
        ),
        pytest.param(
            notation.pods,
            "fds{code=500}=avg:500m",
            {
                "pods": {
                    "metric": {
                        "name": "fds",
                        "selector": {"matchLabels": {"code": "500"}},
                    },
                    "target": target(averageValue="500m"),
                }
            },
            id="pods with a selector",
        ),
        pytest.param(
            notation.object_,
            "service/web:rps=10k",
            {
                "object": {
                    "describedObject": {
                        "kind": "Service",
                        "name": "web",
                        "apiVersion": "v1",
                    },
                    "target": target(value="10k"),
                    "metric": {"name": "rps"},
                }
            },
            id="object",
        ),
        pytest.param(
            notation.object_,
            "Gateway.v1.example.com/gw:rps=avg:5",
            {
                "object": {
                    "describedObject": {
                        "kind": "Gateway",
                        "name": "gw",
                        "apiVersion": "example.com/v1",
                    },
                    "target": target(averageValue="5"),
                    "metric": {"name": "rps"},
                }
            },
            id="object of a custom kind",
        ),
        pytest.param(
            notation.external,
            "q{topic=a,topic=b,!old,tier in (x,y),zone!=c,live}=30",
            {
                "external": {
                    "metric": {
                        "name": "q",
                        "selector": {
                            "matchLabels": {"topic": "a"},
                            "matchExpressions": [
                                {"key": "live", "operator": "Exists"},
                                {"key": "old", "operator": "DoesNotExist"},
                                {"key": "tier", "operator": "In", "values": ["x", "y"]},
                                {"key": "topic", "operator": "In", "values": ["b"]},
                                {"key": "zone", "operator": "NotIn", "values": ["c"]},
                            ],
                        },
                    },
                    "target": target(value="30"),
                }
            },
            id="external with every operator",
        ),
        pytest.param(
            notation.external,
            "q{}=avg:1.5",
            {
                "external": {
                    "metric": {"name": "q"},
                    "target": target(averageValue="1500m"),
                }
            },
            id="external per replica",
        ),
        pytest.param(
            notation.resource,
            "cpu=80%",
            {"resource": {"name": "cpu", "target": target(averageUtilization=80)}},
            id="utilization",
        ),
        pytest.param(
            notation.resource,
            "memory=300Mi",
            {"resource": {"name": "memory", "target": target(averageValue="300Mi")}},
            id="resource as a value",
        ),
        pytest.param(
            notation.container_resource,
            "web:cpu=50 %",
            {
                "containerResource": {
                    "name": "cpu",
                    "target": target(averageUtilization=50),
                    "container": "web",
                }
            },
            id="container",
        ),
        pytest.param(
            notation.container_resource,
            "web:memory=1Gi",
            {
                "containerResource": {
                    "name": "memory",
                    "target": target(averageValue="1Gi"),
                    "container": "web",
                }
            },
            id="container as a value",
        ),
    ],
)
def test_a_source(
    read: Callable[[str], MetricSpec], text: str, source: dict[str, Any]
) -> None:
    (expected,) = source.items()
    built = encode(read(text))
    assert built.pop("type").lower() == expected[0].lower()
    assert built == source


@pytest.mark.parametrize(
    ("read", "text", "words"),
    [
        pytest.param(notation.pods, "fds", "expected NAME=200", id="no target"),
        pytest.param(notation.pods, "fds=", "expected NAME=200", id="empty target"),
        pytest.param(notation.pods, "=200", "expected NAME=200", id="no name"),
        pytest.param(notation.pods, "fds=many", "not a quantity", id="no quantity"),
        pytest.param(notation.pods, "fds=-1", "must be positive", id="negative"),
        pytest.param(notation.pods, "a/b=1", "may not contain '/'", id="bad name"),
        pytest.param(notation.pods, "fds{=1", "expected NAME=200", id="open brace"),
        pytest.param(notation.pods, "fds{a in}=1", "selector", id="bad selector"),
        pytest.param(notation.pods, "fds{a>1}=1", "greater and less", id="greater"),
        pytest.param(
            notation.object_, "rps=1", "expected KIND/NAME:METRIC", id="object"
        ),
        pytest.param(notation.object_, "web:rps=1", "expected KIND/NAME", id="no kind"),
        pytest.param(
            notation.object_, "nope/a:rps=1", "no resource", id="unknown kind"
        ),
        pytest.param(
            notation.object_, "nope/a:rps=1", "KIND.VERSION.GROUP", id="way out"
        ),
        pytest.param(notation.resource, "cpu", "expected cpu=80%", id="resource"),
        pytest.param(notation.resource, "disk=1", "must be cpu or memory", id="disk"),
        pytest.param(notation.resource, "cpu=1.5%", "whole percentage", id="fraction"),
        pytest.param(notation.resource, "cpu=0%", "at least 1 percent", id="zero"),
        pytest.param(
            notation.container_resource, "cpu=80%", "CONTAINER:cpu", id="container"
        ),
        pytest.param(
            notation.container_resource, ":cpu=80%", "CONTAINER:cpu", id="no container"
        ),
    ],
)
def test_what_cannot_be_read_says_what_was_expected(
    read: Callable[[str], MetricSpec], text: str, words: str
) -> None:
    with pytest.raises(BuildError) as caught:
        read(text)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "kind", "api_version"),
    [
        pytest.param("deployment/web", "Deployment", "apps/v1", id="lower case"),
        pytest.param("Deployments/web", "Deployment", "apps/v1", id="plural"),
        pytest.param("statefulset.apps/web", "StatefulSet", "apps/v1", id="group"),
        pytest.param(
            "replicationcontroller/web", "ReplicationController", "v1", id="core"
        ),
        pytest.param(
            "Rollout.v1alpha1.argoproj.io/web", "Rollout", "argoproj.io/v1alpha1",
            id="custom",
        ),
    ],
)  # fmt: skip
def test_a_reference(text: str, kind: str, api_version: str) -> None:
    found = notation.reference(text)
    assert (found.kind, found.name, found.api_version) == (kind, "web", api_version)


@pytest.mark.parametrize("text", ["", "web", "/web", "deployment/", "nope/web"])
def test_no_reference(text: str) -> None:
    with pytest.raises(BuildError):
        notation.reference(text)
