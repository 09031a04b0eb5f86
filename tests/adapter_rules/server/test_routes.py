"""The whole application under requests that nobody thought of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_rules.errors import PrometheusUnreachableError
from adapter_rules.server.mirroring import Mirror
from adapter_rules.server.telemetry import Telemetry
from tests.adapter_rules.server.site import (
    CUSTOM,
    EXTERNAL,
    FakePrometheus,
    sample,
    site,
    vector,
)

HEALTHY = vector(sample(1, pod="web-0", queue="a", namespace="shop"))
TEXTS = st.text(max_size=12).map(lambda text: quote(text, safe=""))
SEGMENTS = st.one_of(
    st.sampled_from(
        ("namespaces", "pods", "metrics", "*", "hits", "depth", "shop", "")
    ),
    TEXTS,
)
ROOTS = st.sampled_from((CUSTOM, EXTERNAL, "/apis", "", "/apis/custom.metrics.k8s.io"))
PATHS = st.builds(
    lambda root, parts: "/".join((root, *parts)), ROOTS, st.lists(SEGMENTS, max_size=6)
)
QUERIES = st.dictionaries(
    st.sampled_from(("labelSelector", "metricLabelSelector", "fieldSelector", "limit")),
    st.one_of(TEXTS, st.sampled_from(("app%3Dweb", "a%20in%20(b)", "a%3E1", "a!%3Db"))),
    max_size=3,
).map(lambda found: "&".join(f"{key}={value}" for key, value in found.items()))
METHODS = st.sampled_from(("GET", "GET", "GET", "POST", "DELETE", "FOO"))


@settings(max_examples=300)
@given(METHODS, PATHS, QUERIES)
def test_no_request_is_a_server_error_with_a_healthy_prometheus(
    method: str, path: str, query: str
) -> None:
    with site(FakePrometheus(HEALTHY)) as server:
        answer = server.ask(method, f"{path}?{query}")
    assert answer.status < 500
    assert answer.data is not None or answer.content_type.startswith("text/plain")


@settings(max_examples=100)
@given(PATHS, QUERIES)
def test_without_prometheus_each_error_has_a_status_body(path: str, query: str) -> None:
    prometheus = FakePrometheus(PrometheusUnreachableError("gone"))
    with site(prometheus) as server:
        answer = server.ask("GET", f"{path}?{query}")
    if answer.status >= 500:
        assert answer.data["kind"] == "Status"
        assert answer.data["code"] == answer.status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "HEAD"])
def test_these_paths_are_only_read(method: str) -> None:
    with site(FakePrometheus(HEALTHY)) as server:
        answer = server.ask(method, f"{EXTERNAL}/namespaces/shop/depth")
    assert (answer.status, answer.data["reason"]) == (405, "MethodNotAllowed")


def test_a_request_longer_than_any_hpa_s_is_refused() -> None:
    with site(FakePrometheus(HEALTHY)) as server:
        answer = server.ask("GET", f"{EXTERNAL}/namespaces/shop/{'x' * 20_000}")
    assert answer.status == 414


def test_yaml_is_written_for_who_asks_for_it() -> None:
    with site(FakePrometheus(HEALTHY)) as server:
        answer = server.ask("GET", EXTERNAL, {"Accept": "application/yaml"})
    assert answer.content_type.startswith("application/yaml")
    assert answer.body.startswith(b"apiVersion: v1\ngroupVersion:")


def test_people_get_indented_answers_and_errors() -> None:
    curl = {"User-Agent": "curl/8.5.0"}
    with site(FakePrometheus(HEALTHY)) as server:
        for target in (EXTERNAL, f"{EXTERNAL}/namespaces/shop/nothing"):
            plain, pretty = server.ask("GET", target), server.ask("GET", target, curl)
            assert pretty.data == plain.data
            assert pretty.body.count(b"\n") > plain.body.count(b"\n") == 1
            assert server.ask("GET", f"{target}?pretty=0", curl).body == plain.body


@pytest.mark.parametrize(
    "target",
    [
        f"{EXTERNAL}/namespaces/shop/depth",
        f"{CUSTOM}/namespaces/shop/pods/web-0/hits",
        EXTERNAL,
        "/apis",
    ],
)
def test_a_table_alone_is_not_acceptable(target: str) -> None:
    accept = {"Accept": "application/json;as=Table;v=v1;g=meta.k8s.io"}
    with site(FakePrometheus(HEALTHY)) as server:
        assert server.ask("GET", target, accept).status == 406


@dataclass
class Other:
    """The mirrored server; notes what it is asked."""

    asked: list[str] = field(default_factory=list)

    async def ask(self, target: str) -> tuple[int, Any]:
        """Find nothing."""
        self.asked.append(target)
        return 404, {}

    async def close(self) -> None:
        """Nothing is open."""


def test_the_mirror_is_asked_in_the_caller_s_very_words() -> None:
    other = Other()
    mirror = Mirror(other, answer_from="mirror", telemetry=Telemetry(clock=lambda: 0.0))
    target = f"{EXTERNAL}/namespaces/shop/a%0d%0ab%20c?labelSelector=a%3Db"
    with site(FakePrometheus(HEALTHY), mirror=mirror) as server:
        server.ask("GET", target)
    assert other.asked == [target]


def test_our_own_metrics_tell_each_rule() -> None:
    with site(FakePrometheus(HEALTHY)) as server:
        server.ask("GET", f"{EXTERNAL}/namespaces/shop/depth")
        text = server.ask("GET", "/metrics").body.decode()
    for line in (
        'octoscale_query_seconds_count{rule="externalRules[0]"} 1.0',
        'octoscale_rule_series{rule="rules[0]"} 1.0',
        'octoscale_answers_total{code="200",group="external.metrics.k8s.io"} 1.0',
    ):
        assert line in text
