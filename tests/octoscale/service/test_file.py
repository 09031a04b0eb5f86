"""The service file: what it means, and the place of each mistake."""

from __future__ import annotations

from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from exporters.instruments import build
from hpa.model.objects import to_dict
from octoscale.core import yamlio
from octoscale.core.descriptor import Association
from octoscale.core.errors import InputError
from octoscale.service.example import example
from octoscale.service.file import Service, load

BASE: dict[str, Any] = {
    "service": "shop",
    "scaleTarget": {"name": "shop"},
    "replicas": {"max": 8},
    "scrape": {"port": 9000, "podLabels": {"app": "shop"}},
    "metrics": [
        {"series": "fds", "kind": "gauge", "target": {"averageValue": 200}},
    ],
}


def read(**changes: Any) -> Service:
    return load(yamlio.dump({**BASE, **changes}), file="s.yaml")


def metric(**fields: Any) -> dict[str, Any]:
    base = {"series": "jobs_total", "kind": "counter", "target": {"averageValue": 5}}
    return {**base, **fields}


def problems(text: str) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        load(text, file="s.yaml")
    return [(f.code, str(f.place)) for f in caught.value.findings]


def test_the_example_is_a_right_service_file() -> None:
    service = load(example("shop"))
    assert service.spec.service == "shop"
    assert [d.api_name for d in service.descriptors] == ["myapphttp_process_open_fds"]


def test_defaults_are_those_of_the_field() -> None:
    service = read()
    assert service.spec.namespace == "default"
    assert service.spec.kubernetes == "1.25"
    assert service.spec.replicas.min == 1
    assert service.spec.scale_target.api_version == "apps/v1"
    assert service.descriptors[0].association == Association(kind="pods")


def test_a_counter_is_named_as_a_rate_and_gets_four_scrapes() -> None:
    service = read(scrape={**BASE["scrape"], "interval": "10s"}, metrics=[metric()])
    (descriptor,) = service.descriptors
    assert descriptor.api_name == "jobs_per_second"
    assert descriptor.rate_window_seconds == 40


def test_the_scrapes_own_labels_reach_the_association() -> None:
    labels = {"namespace": "ns", "pod": "apod"}
    service = read(scrape={**BASE["scrape"], "labels": labels})
    association = service.descriptors[0].association
    assert (association.namespace_label, association.object_label) == ("ns", "apod")


def test_an_object_metric_names_its_object() -> None:
    of = {"object": "services", "name": "shop", "label": "service"}
    service = read(metrics=[metric(association=of, target={"value": 100})])
    association = service.descriptors[0].association
    assert (association.kind, association.group_resource) == ("object", "services")
    assert (association.object_label, association.object_name) == ("service", "shop")


@pytest.mark.parametrize(
    ("changes", "code", "line"),
    [
        pytest.param(
            {"replicas": {"min": 9, "max": 8}}, "SF003", 5, id="min above max"
        ),
        pytest.param({"replicas": {"min": 0, "max": 8}}, "SF003", 5, id="min 0, pods"),
        pytest.param(
            {"metrics": [metric(target={})]}, "SF002", 13, id="no metric target"
        ),
        pytest.param(
            {"metrics": [metric(target={"value": 1, "averageValue": 1})]},
            "SF002",
            14,
            id="two metric targets",
        ),
        pytest.param(
            {"metrics": [metric(target={"value": 1})]}, "SF002", 14, id="value of pods"
        ),
        pytest.param(
            {"metrics": [metric(quantile=0.5)]}, "SF001", 11, id="quantile of a counter"
        ),
        pytest.param(
            {"metrics": [metric(rateWindow="20s")]}, "SF001", 11, id="narrow window"
        ),
        pytest.param(
            {"metrics": [metric(series="9x")]}, "SF001", 11, id="no series name"
        ),
        pytest.param(
            {"metrics": [metric(kind="gauge", rateWindow="2m")]},
            "SF001",
            11,
            id="rate window of a gauge",
        ),
        pytest.param(
            {"metrics": [metric(series="x_bucket", kind="histogram")]},
            "SF001",
            11,
            id="bucket of a histogram",
        ),
        pytest.param({"metrics": [metric(), metric()]}, "SF004", 15, id="same name"),
        pytest.param({"metrics": []}, "SC003", 10, id="no metrics"),
        pytest.param({"kubernetes": 1.30}, "SC003", 15, id="version without quotes"),
        pytest.param({"service": "Shop"}, "SC003", 1, id="upper case"),
        pytest.param({"sclaeTarget": {}}, "SC001", 15, id="unknown field"),
    ],
)
def test_each_mistake_has_its_code_and_line(
    changes: dict[str, Any], code: str, line: int
) -> None:
    found = problems(yamlio.dump({**BASE, **changes}))
    assert code in [c for c, _ in found]
    assert any(place.startswith(f"s.yaml:{line}:") for _, place in found), found


@pytest.mark.parametrize("amount", ["0", "-1", "x", "1.5.5", True, "250u"])
def test_a_metric_target_is_a_quantity_above_zero(amount: object) -> None:
    text = yamlio.dump({**BASE, "metrics": [metric(target={"averageValue": amount})]})
    assert problems(text)[0][0] == "SC003"


@pytest.mark.parametrize("amount", ["500m", "1k", 200, 0.5])
def test_a_metric_target_may_be_written_naturally(amount: object) -> None:
    read(metrics=[metric(target={"averageValue": amount})])


def test_cpu_and_memory_stand_beside_the_metrics() -> None:
    service = read(
        resources=[
            {"name": "cpu", "utilization": 80},
            {"name": "memory", "averageValue": "1Gi"},
        ]
    )
    _, cpu, memory = to_dict(service.hpa)["spec"]["metrics"]
    target = {"type": "Utilization", "averageUtilization": 80}
    assert cpu == {"type": "Resource", "resource": {"name": "cpu", "target": target}}
    target = {"type": "AverageValue", "averageValue": "1Gi"}
    assert memory["resource"] == {"name": "memory", "target": target}
    assert len(service.descriptors) == 1  # no exporter and no rule has them


@pytest.mark.parametrize(
    ("resources", "code", "words"),
    [
        pytest.param([{"name": "cpu"}], "SC003", "either", id="no-target"),
        pytest.param(
            [{"name": "cpu", "utilization": 80, "averageValue": "1"}],
            "SC003",
            "either",
            id="two-targets",
        ),
        pytest.param([{"name": "disk", "utilization": 80}], "SC", "cpu", id="other"),
        pytest.param(
            [{"name": "cpu", "utilization": 80}, {"name": "cpu", "utilization": 90}],
            "SF004",
            "twice",
            id="twice",
        ),
    ],
)
def test_a_wrong_resource_is_told(
    resources: list[dict[str, Any]], code: str, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        read(resources=resources)
    (finding,) = caught.value.findings
    assert finding.code.startswith(code)
    assert words in finding.message
    assert finding.place.line is not None


def test_what_an_exporter_needs_reaches_the_descriptor() -> None:
    metric = {
        "series": "request_seconds",
        "kind": "histogram",
        "unit": "seconds",
        "labels": ["route"],
        "buckets": [0.1, 0.5, 2],
        "target": {"averageValue": "250m"},
        "selector": {"route": "/search"},
    }
    value = yamlio.load(example("shop")).value
    service = load(yamlio.dump({**value, "metrics": [metric]}))
    descriptor = service.descriptors[0]
    assert descriptor.unit == "seconds"
    assert list(descriptor.labels) == ["route"]
    assert list(descriptor.buckets) == [0.1, 0.5, 2.0]
    asked = to_dict(service.hpa)["spec"]["metrics"][0]["pods"]["metric"]
    assert asked["selector"] == {"matchLabels": {"route": "/search"}}
    registry = CollectorRegistry()
    built: Any = build(descriptor, registry)
    built.labels(route="/search").observe(0.3)
    upper = {"route": "/search", "le": "0.5"}
    assert registry.get_sample_value("request_seconds_bucket", upper) == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("buckets", [1, 1], "rise"),
        ("buckets", [1], "only a histogram has buckets"),
        ("labels", ["a-b"], "labels"),
        ("unit", "Seconds!", "unit"),
    ],
)
def test_what_no_exporter_could_expose_is_refused(
    field: str, value: object, words: str
) -> None:
    metric = {"series": "jobs", "kind": "gauge", "target": {"averageValue": 1}}
    file = yamlio.load(example("shop")).value
    with pytest.raises(InputError, match=words):
        load(yamlio.dump({**file, "metrics": [{**metric, field: value}]}))
