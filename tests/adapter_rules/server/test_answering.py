"""What is answered otherwise than the adapter does: no invented number, no leak."""

from __future__ import annotations

import pytest

from adapter_rules.errors import PrometheusAnswerError, PrometheusUnreachableError
from adapter_rules.prometheus.base import QueryResult
from adapter_rules.server.policy import COMPAT, Policy
from tests.adapter_rules.server.site import (
    CUSTOM,
    EXTERNAL,
    FakePrometheus,
    sample,
    site,
    vector,
)

ONE = f"{CUSTOM}/namespaces/shop/pods/web-0/hits"
ALL = f"{CUSTOM}/namespaces/shop/pods/*/hits"
DEPTH = f"{EXTERNAL}/namespaces/shop/depth"
UNUSABLE = [float("nan"), float("inf"), float("-inf"), 1e19]


def test_a_value_carries_the_time_of_its_sample() -> None:
    with site(FakePrometheus(vector(sample(1.5, pod="web-0")))) as server:
        (item,) = server.ask("GET", ONE).data["items"]
    assert item["value"] == "1500m"
    assert item["timestamp"] == "2023-11-14T22:13:20Z"


@pytest.mark.parametrize("value", UNUSABLE)
def test_an_unusable_value_of_one_object_is_an_error(value: float) -> None:
    with site(FakePrometheus(vector(sample(value, pod="web-0")))) as server:
        answer = server.ask("GET", ONE)
        exposed = server.telemetry.exposition().decode()
    assert answer.status == 500
    assert "no usable value" in answer.data["message"]
    assert 'octoscale_unusable_samples_total{rule="rules[0]"} 1.0' in exposed


@pytest.mark.parametrize("value", UNUSABLE)
def test_an_unusable_value_among_several_is_absent(value: float) -> None:
    result = vector(sample(value, pod="web-0"), sample(2, pod="api.v2-0"))
    with site(FakePrometheus(result)) as server:
        items = server.ask("GET", ALL).data["items"]
    assert [item["describedObject"]["name"] for item in items] == ["api.v2-0"]


def test_several_values_none_of_them_usable_are_an_error_and_no_empty_list() -> None:
    with site(FakePrometheus(vector(sample(float("nan"), pod="web-0")))) as server:
        assert server.ask("GET", ALL).status == 500


@pytest.mark.parametrize("value", UNUSABLE)
def test_one_unusable_item_spoils_an_external_sum(value: float) -> None:
    result = vector(sample(1, queue="a"), sample(value, queue="b"))
    with site(FakePrometheus(result)) as server:
        assert server.ask("GET", DEPTH).status == 500


def test_compatible_mode_invents_the_adapter_s_numbers() -> None:
    result = vector(sample(float("inf"), pod="web-0"))
    with site(FakePrometheus(result), policy=COMPAT) as server:
        (item,) = server.ask("GET", ONE).data["items"]
    assert item["value"] == "-9223372036854775808m"


@pytest.mark.parametrize("target", [ONE, ALL, DEPTH])
@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(PrometheusUnreachableError("gone"), 503, id="unreachable"),
        pytest.param(PrometheusAnswerError("busy", status=503), 503, id="busy"),
        pytest.param(PrometheusAnswerError("bad", status=400), 500, id="refused"),
    ],
)
def test_an_outage_is_an_error_and_never_a_zero(
    target: str, error: PrometheusUnreachableError | PrometheusAnswerError, code: int
) -> None:
    with site(FakePrometheus(error)) as server:
        answer = server.ask("GET", target)
    assert answer.status == code
    assert answer.data["kind"] == "Status"
    assert "items" not in answer.data


def test_causes_are_told_only_where_somebody_wants_them() -> None:
    error = PrometheusAnswerError("parse error in secret_query", status=400)
    with site(FakePrometheus(error)) as server:
        assert "secret_query" not in server.ask("GET", ONE).body.decode()
    with site(FakePrometheus(error), policy=Policy(tell_causes=True)) as server:
        assert "secret_query" in server.ask("GET", ONE).body.decode()


def test_a_dot_in_a_name_matches_only_a_dot() -> None:
    prometheus = FakePrometheus(vector(sample(1, pod="web-0")))
    with site(prometheus) as server:
        server.ask("GET", ALL)
    matchers = 'namespace="shop",pod=~"web-0|api[.]v2-0"'
    assert prometheus.asked == [f"sum(hits{{{matchers}}}) by (pod)"]


@pytest.mark.parametrize(
    "name",
    ["a%22%7D%20or%20secret%7Bb%3D%22", "a%5Cb", "a%7Cb", ".%2A", "x%60y", "%0A"],
)
def test_a_name_that_could_be_more_than_a_name_is_not_asked_about(name: str) -> None:
    prometheus = FakePrometheus()
    with site(prometheus) as server:
        for target in (
            f"{CUSTOM}/namespaces/shop/pods/{name}/hits",
            f"{CUSTOM}/namespaces/{name}/pods/*/hits",
            f"{CUSTOM}/namespaces/{name}/metrics/hits",
            f"{EXTERNAL}/namespaces/{name}/depth",
        ):
            assert server.ask("GET", target).status == 400
    assert prometheus.asked == []


def test_a_selector_that_cannot_be_parsed_is_the_caller_s_fault() -> None:
    with site(FakePrometheus()) as server:
        assert server.ask("GET", f"{ONE}?metricLabelSelector=%3D%3D").status == 400


def test_unequal_is_served_as_not_in() -> None:
    result = vector(sample(1, pod="web-0"))
    with site(FakePrometheus(result)) as server:
        answer = server.ask("GET", f"{ONE}?metricLabelSelector=code!%3D200")
    selector = answer.data["items"][0]["metric"]["selector"]
    expression = {"key": "code", "operator": "NotIn", "values": ["200"]}
    assert selector == {"matchExpressions": [expression]}


def test_more_objects_than_allowed_are_not_asked_for() -> None:
    prometheus = FakePrometheus()
    with site(prometheus, policy=Policy(max_objects=1)) as server:
        assert server.ask("GET", ALL).status == 500
    assert prometheus.asked == []


def test_a_result_of_another_kind_is_an_error() -> None:
    with site(FakePrometheus(QueryResult("matrix"))) as server:
        assert server.ask("GET", ONE).status == 500
        assert server.ask("GET", DEPTH).status == 500
