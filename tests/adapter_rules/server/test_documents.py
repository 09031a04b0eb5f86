"""Discovery documents: what clients find out before they ask."""

from __future__ import annotations

from typing import Any

import pytest

from adapter_rules.server import documents
from tests.adapter_rules.server.site import FakePrometheus, site
from tests.adapter_rules.server.test_usage import RULES as USAGE

GROUPS = ["custom.metrics.k8s.io", "external.metrics.k8s.io"]


def asked(path: str, **options: Any) -> Any:
    with site(FakePrometheus(), **options) as server:
        return server.ask("GET", path).data


def test_the_groups_that_the_config_needs_are_listed() -> None:
    listed = asked("/apis")
    assert listed["kind"] == "APIGroupList"
    assert [one["name"] for one in listed["groups"]] == GROUPS
    (group,) = (asked("/apis", rules=USAGE))["groups"]
    assert group["name"] == "metrics.k8s.io"


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_names_v1beta1_alone_as_upstream(group: str) -> None:
    found = asked(f"/apis/{group}")
    assert found["preferredVersion"]["version"] == "v1beta1"
    assert len(found["versions"]) == 1


@pytest.mark.parametrize(
    ("path", "names", "kind"),
    [
        pytest.param(
            "/apis/custom.metrics.k8s.io/v1beta1",
            ["namespaces/hits", "pods/hits"],
            "MetricValueList",
            id="v1beta1",
        ),
        pytest.param(
            "/apis/custom.metrics.k8s.io/v1beta2",
            ["namespaces/hits", "pods/hits"],
            "MetricValueList",
            id="v1beta2",
        ),
        pytest.param(
            "/apis/external.metrics.k8s.io/v1beta1",
            ["depth"],
            "ExternalMetricValueList",
            id="external",
        ),
    ],
)
def test_each_version_lists_its_metrics(path: str, names: list[str], kind: str) -> None:
    listed = asked(path)
    assert path.endswith(listed["groupVersion"])
    assert [one["name"] for one in listed["resources"]] == names
    assert {one["kind"] for one in listed["resources"]} == {kind}
    assert all(one["verbs"] == ["get"] for one in listed["resources"])


def test_an_unknown_path_is_answered_with_the_known_ones() -> None:
    known = documents.paths(["external.metrics.k8s.io"])["paths"]
    assert "/apis/external.metrics.k8s.io/v1beta1" in known
    assert "/metrics" in known
    with site(FakePrometheus()) as server:
        answer = server.ask("GET", "/nowhere")
    assert answer.status == 404
    assert "/apis/custom.metrics.k8s.io/v1beta2" in answer.data["paths"]


def test_the_aggregator_gets_a_version_and_an_openapi_document() -> None:
    assert asked("/version")["platform"] == "octoscale"
    assert asked("/openapi/v2")["swagger"] == "2.0"
