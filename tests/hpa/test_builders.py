"""HPAs for people: what is built, an API server accepts; the rest is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpa.behavior import PRESETS, PresetName
from hpa.builders import (
    BuildError,
    autoscaler,
    external_metric,
    pods_metric,
    resource_metric,
    scale_target,
)
from hpa.manifests import dump
from hpa.model.meta import CrossVersionObjectReference
from hpa.validation import validate
from tests.hpa.strategies import METRICS, NAMES

if TYPE_CHECKING:
    from hpa.model import v2beta2
    from hpa.model.metrics import MetricSpec

METRIC = pods_metric("myapphttp_process_open_fds", average_value=200)

WRITTEN = """\
apiVersion: autoscaling/v2beta2
kind: HorizontalPodAutoscaler
metadata:
  name: httpgo
  namespace: http
  labels:
    app: httpgo
spec:
  scaleTargetRef:
    kind: Deployment
    name: httpgo
    apiVersion: apps/v1
  minReplicas: 1
  maxReplicas: 8
  metrics:
  - type: Pods
    pods:
      metric:
        name: myapphttp_process_open_fds
      target:
        type: AverageValue
        averageValue: '200'
"""


def test_an_hpa_is_what_one_would_have_written() -> None:
    hpa = autoscaler(
        scale_target("Deployment", "httpgo"),
        [METRIC],
        max_replicas=8,
        namespace="http",
        labels={"app": "httpgo"},
    )
    assert dump(hpa) == WRITTEN


@given(
    st.lists(METRICS, min_size=1, max_size=3),
    NAMES,
    st.sampled_from(sorted(PRESETS)),
    st.integers(1, 3),
)
def test_what_is_built_is_valid_or_refused(
    metrics: list[MetricSpec], name: str, behavior: PresetName, least: int
) -> None:
    def build() -> v2beta2.HorizontalPodAutoscaler:
        return autoscaler(
            f"deployment/{name}",
            metrics,
            max_replicas=3,
            min_replicas=least,
            behavior=behavior,
        )

    cpu = [metric for metric in metrics if metric == _cpu(metric)]
    if len(cpu) > 1:
        with pytest.raises(BuildError, match="second cpu utilization"):
            build()
    else:
        assert validate(build()) == []


def _cpu(metric: MetricSpec) -> MetricSpec | None:
    source = metric.resource
    if source is None or source.name != "cpu":
        return None
    return metric if source.target.average_utilization else None


@pytest.mark.parametrize(
    "target",
    ["deployment/web", "Deployment/web", scale_target("Deployment", "web")],
    ids=["lower", "kind", "reference"],
)
def test_a_scale_target_may_be_text(target: str | CrossVersionObjectReference) -> None:
    hpa = autoscaler(target, [METRIC], max_replicas=2)
    assert hpa.spec.scale_target_ref == scale_target("Deployment", "web")
    assert hpa.metadata.name == "web"


def test_a_custom_resource_can_be_scaled() -> None:
    target = CrossVersionObjectReference(
        kind="RedisCluster", name="cache", api_version="example.com/v1"
    )
    assert autoscaler(target, [METRIC], max_replicas=2).spec.scale_target_ref is target


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("no max", {"max_replicas": 0}, "spec.maxReplicas"),
    ("max below min", {"min_replicas": 9}, "spec.maxReplicas"),
    ("zero", {"min_replicas": 0}, "spec.minReplicas"),
    (
        "zero with pods",
        {"min_replicas": 0, "scale_to_zero": True},
        "spec.metrics",
    ),
    ("no metrics", {"metrics": []}, "metrics"),
    (
        "cpu twice",
        {"metrics": [resource_metric("cpu", average_utilization=50)] * 2},
        "spec.metrics[1]",
    ),
    ("no kind", {"scale_target": "web"}, "scale_target"),
    ("daemon set", {"scale_target": "daemonset/web"}, "scale_target"),
    ("no target's name", {"scale_target": "deployment/"}, "metadata.name"),
    ("bad name", {"name": "Web_1"}, "metadata.name"),
    ("bad namespace", {"namespace": ""}, "metadata.namespace"),
    ("bad label", {"labels": {"bad key": "x"}}, "metadata.labels"),
    ("no preset", {"behavior": "fastest"}, "behavior"),
]


@pytest.mark.parametrize(
    ("wrong", "field"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_cannot_be_is_refused_with_field_and_reason(
    wrong: dict[str, Any], field: str
) -> None:
    arguments: dict[str, Any] = {
        "scale_target": "deployment/web",
        "metrics": [METRIC],
        "max_replicas": 8,
    }
    with pytest.raises(BuildError) as refused:
        autoscaler(**{**arguments, **wrong})
    assert refused.value.field == field
    assert refused.value.reason


def test_scaling_to_zero_needs_the_gate_and_an_external_metric() -> None:
    hpa = autoscaler(
        "deployment/worker",
        [external_metric("queue", average_value=30)],
        max_replicas=5,
        min_replicas=0,
        scale_to_zero=True,
    )
    assert hpa.spec.min_replicas == 0


def test_another_kind_has_no_scale_target() -> None:
    kind: Any = "DaemonSet"
    with pytest.raises(BuildError, match="DaemonSet"):
        scale_target(kind, "web")
