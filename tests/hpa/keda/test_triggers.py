"""Metric sources as triggers, and what they lose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hpa import notation
from hpa.keda.triggers import Converted, Surroundings, decimal_text, trigger_for
from hpa.model.hub import to_v2
from octoscale.core.quantity import Quantity
from octoscale.kube.restmapper import RESTMapper
from tests.hpa.keda.samples import config, hpa

if TYPE_CHECKING:
    from hpa.model.metrics import MetricSpec


def converted(metric: MetricSpec, *, rules: bool = True, **more: Any) -> Converted:
    around = Surroundings(
        hpa=to_v2(hpa(metric, **more)),
        namespace="shop",
        config=config() if rules else None,
        server_address="http://prometheus:9090",
        mapper=RESTMapper.builtin(),
    )
    return trigger_for(metric, "spec.metrics[0]", around)


@pytest.mark.parametrize(
    ("metric", "kind", "threshold"),
    [
        pytest.param(notation.pods("open_fds=200"), "AverageValue", "200", id="pods"),
        pytest.param(
            notation.object_("service/web:http_requests_per_second=10k"),
            "Value",
            "10000",
            id="object",
        ),
        pytest.param(
            notation.object_("service/web:http_requests_per_second=avg:500m"),
            "AverageValue",
            "0.5",
            id="object per replica",
        ),
        pytest.param(notation.external("queue_depth=30"), "Value", "30", id="external"),
        pytest.param(
            notation.external("queue_depth=avg:1.5"),
            "AverageValue",
            "1.5",
            id="external per replica",
        ),
    ],
)
def test_a_prometheus_trigger(metric: MetricSpec, kind: str, threshold: str) -> None:
    trigger = converted(metric).trigger
    assert trigger is not None
    assert (trigger["type"], trigger["metricType"]) == ("prometheus", kind)
    metadata = trigger["metadata"]
    assert metadata["threshold"] == threshold
    assert metadata["serverAddress"] == "http://prometheus:9090"
    assert all(isinstance(value, str) for value in metadata.values())


def test_nothing_is_not_taken_for_zero() -> None:
    trigger = converted(notation.pods("open_fds=200")).trigger
    assert trigger is not None
    assert trigger["metadata"]["ignoreNullValues"] == "false"


@pytest.mark.parametrize(
    ("metric", "trigger"),
    [
        pytest.param(
            notation.resource("cpu=80%"),
            {"type": "cpu", "metricType": "Utilization", "metadata": {"value": "80"}},
            id="cpu",
        ),
        pytest.param(
            notation.resource("memory=300Mi"),
            {
                "type": "memory",
                "metricType": "AverageValue",
                "metadata": {"value": "300Mi"},
            },
            id="memory as a value",
        ),
        pytest.param(
            notation.container_resource("web:cpu=50%"),
            {
                "type": "cpu",
                "metricType": "Utilization",
                "metadata": {"value": "50", "containerName": "web"},
            },
            id="container",
        ),
    ],
)
def test_cpu_and_memory_need_no_rules_and_lose_nothing(
    metric: MetricSpec, trigger: dict[str, Any]
) -> None:
    assert converted(metric, rules=False) == Converted(trigger)


@pytest.mark.parametrize(
    ("metric", "more", "words"),
    [
        pytest.param(
            notation.pods("open_fds=200"), {}, "without a sample counts as 0", id="pods"
        ),
        pytest.param(
            notation.pods("open_fds=200"), {}, "by their names (web-", id="names"
        ),
        pytest.param(
            notation.pods("open_fds=200"),
            {"target": notation.reference("Rollout.v1alpha1.argoproj.io/web")},
            "of this Rollout are called is assumed",
            id="a custom kind",
        ),
        pytest.param(
            notation.pods("http_requests_per_second=5"),
            {},
            "the query assumes http_requests_total",
            id="a pattern",
        ),
        pytest.param(
            notation.object_("service/web:plain=5"),
            {},
            "may give several series",
            id="several series",
        ),
    ],
)
def test_what_differs_is_told(
    metric: MetricSpec, more: dict[str, Any], words: str
) -> None:
    found = converted(metric, **more)
    assert found.trigger is not None
    assert any(words in str(loss) for loss in found.losses)
    assert not any(loss.is_dropped for loss in found.losses)


@pytest.mark.parametrize(
    ("metric", "rules", "words"),
    [
        pytest.param(
            notation.pods("open_fds=1"),
            False,
            "rules, which are not given",
            id="no rules",
        ),
        pytest.param(
            notation.pods("nope=1"), True, "none of the rules serves", id="no rule"
        ),
        pytest.param(
            notation.external("open_fds=1"),
            True,
            "none of the externalRules",
            id="wrong API",
        ),
        pytest.param(
            notation.pods("careless=1"), True, "count everybody's series", id="careless"
        ),
        pytest.param(
            notation.object_("Thing.v1.example.com/a:open_fds=1"),
            True,
            "no resource",
            id="a kind that nobody knows",
        ),
    ],
)
def test_what_cannot_be_converted_is_dropped_and_says_why(
    metric: MetricSpec, rules: bool, words: str
) -> None:
    found = converted(metric, rules=rules)
    assert found.trigger is None
    (loss,) = found.losses
    assert loss.is_dropped
    assert loss.path == "spec.metrics[0]"
    assert words in str(loss)
    assert found.is_external is (metric.type == "External")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", "1"),
        ("100", "100"),
        ("1e3", "1000"),
        ("1n", "0.000000001"),
        ("2Ki", "2048"),
    ],
)
def test_thresholds_are_plain_decimals(text: str, expected: str) -> None:
    assert decimal_text(Quantity.parse(text)) == expected
