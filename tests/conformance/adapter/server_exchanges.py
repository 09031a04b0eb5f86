"""Recorded requests, replayed to our server: status, body and PromQL.

Both layouts: scenarios of the live adapter, and the real configs with one
request a listed metric. ``MASKED`` says what is not compared to the letter,
``SKIPPED`` what is not compared at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from octoscale.core.errors import InputError
from tests.conformance.adapter.outcome import Data, Outcome
from tests.conformance.adapter.server_replay import Replay
from tests.conformance.adapter.server_stubs import (
    StubObjects,
    StubPrometheus,
    sorted_names,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conformance.adapter.server_replay import Answer

MASKED = (
    "timestamps of custom values, creationTimestamp, serverAddress, selfLink",
    "the list of paths in the answer to an unknown path",
    "parameters of a content type",
    "the order of listed metrics, of containers and of parallel queries",
    "the order of names in queries for metrics.k8s.io",
    "texts of /metrics and of the health pages",
    "texts and details of the old release's errors, by older Go libraries",
)
"""What may differ between the recorded answer and ours."""

RANDOM_LABEL = "random by nature: which of two override labels serves a resource"
PROTOBUF = "answered in protobuf, which we do not write"
CLOSED = "the connection was closed (a panic of the old release)"
OLD_RELEASE = "the old release computes usage otherwise"
USERS = "decided by users and rights of the recorded cluster"
CONTROLLER = "the real controller through the real aggregator: our e2e tests run it"
SKIPPED = (RANDOM_LABEL, PROTOBUF, CLOSED, OLD_RELEASE, USERS, CONTROLLER)
"""Why a recorded exchange is not compared."""

_OLD = "v0.8.4"
_TIMES = ("timestamp", "creationTimestamp", "serverAddress")


def recognises(document: Any) -> bool:
    """Tell whether *document* is a scenario of the live adapter."""
    return (
        isinstance(document, dict)
        and "scenario" in document
        and ("exchanges" in document or "distinct_requests" in document)
    )


def outcomes(document: Data, name: str) -> Iterator[Outcome]:
    """Replay every exchange of a scenario."""
    if "exchanges" in document:
        yield from replayed(document, name)
    else:
        yield Outcome(name, skipped=CONTROLLER)


def replayed(document: Data, name: str) -> Iterator[Outcome]:
    """Replay every exchange of a recording."""
    prometheus = StubPrometheus(_series_calls(document))
    objects = StubObjects(refused=document.get("scenario") == "kube_errors")
    old = _OLD in document.get("adapter", "")
    config = document.get("config_yaml", document.get("config"))
    if config is None:
        yield Outcome(name, skipped="records no config")
        return
    try:
        replay = Replay(config, prometheus, objects)
    except InputError as error:
        yield Outcome(name, (f"the config does not start: {error}",))
        return
    try:
        for exchange in document["exchanges"]:
            yield _exchange(replay, prometheus, exchange, name, old=old)
    finally:
        replay.close()


def _series_calls(document: Data) -> list[Data]:
    if "discovery_series_calls" in document:
        calls: list[Data] = document["discovery_series_calls"]
        return calls
    return [
        {
            "params": {"match[]": [query]},
            "status": 200,
            "response": {"status": "success", "data": series},
        }
        for query, series in document["synthetic_series"].items()
    ]


def _exchange(
    replay: Replay,
    prometheus: StubPrometheus,
    exchange: Data,
    name: str,
    *,
    old: bool,
) -> Outcome:
    request = exchange["request"]
    label = f"{name} {request['method']} {request['path']}"
    reason = _skipped(exchange, old=old)
    if reason:
        return Outcome(label, skipped=reason)
    calls = exchange.get("prometheus_calls") or []
    prometheus.calls, prometheus.queries = calls, []
    answer = replay.ask(
        request["method"], request["path"], request.get("headers") or {}
    )
    problems = [*_compare(exchange, answer, old=old)]
    unordered = "/metrics.k8s.io/" in request["path"]
    alike = sorted_names if unordered else str
    asked = sorted(alike(call["params"]["query"]) for call in calls)
    ours = sorted(map(alike, prometheus.queries))
    if asked != ours:
        problems.append(f"PromQL: expected {asked}, got {ours}")
    return Outcome(label, tuple(problems))


def _skipped(exchange: Data, *, old: bool) -> str:
    if exchange["status"] is None:
        return CLOSED
    if "protobuf" in (exchange.get("content_type") or ""):
        return PROTOBUF
    if exchange["request"]["path"].split("?")[0].endswith("/twolabels"):
        return RANDOM_LABEL
    if exchange["status"] in (401, 403):
        return USERS
    if old and "/metrics.k8s.io/" in exchange["request"]["path"]:
        return OLD_RELEASE
    return ""


def _compare(exchange: Data, answer: Answer, *, old: bool) -> Iterator[str]:
    if answer.status != exchange["status"]:
        yield f"status: expected {exchange['status']}, got {answer.status}"
    kind = (exchange.get("content_type") or "").partition(";")[0]
    ours = answer.content_type.partition(";")[0]
    if kind and kind != ours:
        yield f"content type: expected {kind}, got {ours}"
    if exchange.get("body") is None:
        return
    recorded, body = masked(exchange["body"]), masked(answer.data)
    if old and recorded.get("kind") == "Status" and body.get("kind") == "Status":
        recorded, body = (
            {key: one.get(key) for key in ("code", "reason")}
            for one in (recorded, body)
        )
    if recorded != body:
        yield f"body: expected {recorded}, got {body}"


def masked(value: Any) -> Any:
    """Hide what ``MASKED`` names, and sort what has no order."""
    if isinstance(value, list):
        return [masked(one) for one in value]
    if not isinstance(value, dict):
        return value
    # External samples and usage carry Prometheus' own time.
    own_time = "window" in value or "metricLabels" in value
    hidden: Data = {}
    for key, child in value.items():
        if key == "selfLink":
            continue
        if key == "paths" or (key in _TIMES and not (key == "timestamp" and own_time)):
            hidden[key] = "masked"
        elif key in ("resources", "containers") and isinstance(child, list):
            children = [masked(one) for one in child]
            hidden[key] = sorted(children, key=lambda one: str(one.get("name")))
        else:
            hidden[key] = masked(child)
    return hidden
