"""Requests made up from a description of the paths, over the whole application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import settings

from adapter_rules.errors import PrometheusUnreachableError
from tests.adapter_rules.server.site import FakePrometheus, sample, site, vector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conformance.adapter.server_replay import Replay

HEALTHY = vector(sample(1, pod="web-0", queue="a", namespace="shop"))
_VERSION = {"name": "version", "in": "path", "schema": {"enum": ["v1beta1", "v1beta2"]}}


def _parameter(name: str, where: str, *known: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "minLength": 1}
    if known:
        schema = {"anyOf": [{"enum": list(known)}, schema]}
    return {
        "name": name,
        "in": where,
        "required": where == "path",
        "schema": schema,
    }


def _get(*parameters: dict[str, Any]) -> dict[str, Any]:
    query = [
        _parameter("labelSelector", "query", "app=web", "a in (b)"),
        _parameter("metricLabelSelector", "query", "code=200", "a!=b"),
        _parameter("fieldSelector", "query", "metadata.name=web-0"),
    ]
    given = [{**one, "required": one["in"] == "path"} for one in (*parameters, *query)]
    return {"get": {"parameters": given, "responses": {"200": {"description": "ok"}}}}


_NAMESPACE = _parameter("namespace", "path", "shop")
_METRIC = _parameter("metric", "path", "hits", "depth")
_NAME = _parameter("name", "path", "web-0", "*")
_RESOURCE = _parameter("resource", "path", "pods", "namespaces", "deployments.apps")
_CUSTOM = "/apis/custom.metrics.k8s.io/{version}"
SPECIFICATION = {
    "openapi": "3.0.0",
    "info": {"title": "metrics", "version": "1"},
    "paths": {
        _CUSTOM: _get(_VERSION),
        f"{_CUSTOM}/namespaces/{{namespace}}/{{resource}}/{{name}}/{{metric}}": _get(
            _VERSION, _NAMESPACE, _RESOURCE, _NAME, _METRIC
        ),
        f"{_CUSTOM}/{{resource}}/{{name}}/{{metric}}": _get(
            _VERSION, _RESOURCE, _NAME, _METRIC
        ),
        f"{_CUSTOM}/namespaces/{{namespace}}/metrics/{{metric}}": _get(
            _VERSION, _NAMESPACE, _METRIC
        ),
        "/apis/external.metrics.k8s.io/v1beta1/namespaces/{namespace}/{metric}": _get(
            _NAMESPACE, _METRIC
        ),
    },
}
SCHEMA = schemathesis.openapi.from_dict(SPECIFICATION)


@pytest.fixture(scope="module")
def healthy() -> Iterator[Replay]:
    with site(FakePrometheus(HEALTHY)) as server:
        yield server


@pytest.fixture(scope="module")
def alone() -> Iterator[Replay]:
    gone = PrometheusUnreachableError("gone")
    with site(FakePrometheus(gone)) as server:
        yield server


def target(case: Any) -> str:
    """Write the path and parameters of a made-up request."""
    from urllib.parse import urlencode

    query = urlencode({key: str(value) for key, value in (case.query or {}).items()})
    return f"{case.formatted_path}?{query}"


@SCHEMA.parametrize()
@settings(max_examples=60)
def test_no_made_up_request_is_a_server_error(case: Any, healthy: Replay) -> None:
    answer = healthy.ask(case.method, target(case))
    assert answer.status < 500
    assert answer.data is not None


@SCHEMA.parametrize()
@settings(max_examples=30)
def test_without_prometheus_an_error_is_a_status(case: Any, alone: Replay) -> None:
    answer = alone.ask(case.method, target(case))
    if answer.status >= 500:
        assert (answer.data["kind"], answer.data["code"]) == ("Status", answer.status)
