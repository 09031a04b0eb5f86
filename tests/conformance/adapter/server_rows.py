"""Recorded tables that only a server can answer: selectors, failed discoveries, flags.

One row is one server. What the rules alone answer is compared in ``live_rows``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from adapter_rules.server.options import OPTIONS, settings_from
from octoscale.core.errors import OctoscaleError
from tests.conformance.adapter.outcome import Data, Outcome, compared
from tests.conformance.adapter.server_exchanges import masked
from tests.conformance.adapter.server_replay import Replay
from tests.conformance.adapter.server_stubs import StubObjects, StubPrometheus

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOP = {"namespace": "shop", "pod": "web-0"}
_CUSTOM = "/apis/custom.metrics.k8s.io"
_ONE = f"{_CUSTOM}/v1beta2/namespaces/shop/pods/web-0/m"
_ALL = f"{_CUSTOM}/v1beta2/namespaces/shop/pods/*/m"
_EXTERNAL = "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/m"

_ANSWERS: dict[str, Data] = {
    "http503": {"status": 503, "response_raw": "x"},
    "http500": {"status": 500, "response_raw": "x"},
    "http400": {"status": 400, "response": {"status": "error", "error": "x"}},
    "no_data": {"status": 200, "response": {"status": "success"}},
    "null_data": {"status": 200, "response": {"status": "success", "data": None}},
    "html": {"status": 200, "response_raw": "<html>"},
    "empty": {"status": 200, "response": {"status": "success", "data": []}},
    "no_name": {"status": 200, "response": {"status": "success", "data": [_SHOP]}},
}
"""What the recordings call the answer to one series query."""


def selector(document: Data, row: Data, name: str) -> Iterator[Outcome]:
    """Ask with one selector in all places, and compare whole answers."""
    series = [{"__name__": "m", **_SHOP}]
    prometheus = StubPrometheus([_call("m", {"status": 200, **_found(series)})])
    prometheus.calls = [_sample()]
    replay = Replay(document["config_yaml"], prometheus, StubObjects())
    text = quote(row["selector"], safe="")
    try:
        for key, target in (
            ("custom_metricLabelSelector", f"{_ONE}?metricLabelSelector={text}"),
            ("external_labelSelector", f"{_EXTERNAL}?labelSelector={text}"),
            ("object_labelSelector", f"{_ALL}?labelSelector={text}"),
        ):
            recorded = row[key]
            label = f"{name} {key} {row['selector']!r} served"
            answer = replay.ask("GET", target)
            yield compared(f"{label}: status", recorded["status"], answer.status)
            if recorded.get("body") is not None:
                body = masked(recorded["body"])
                yield compared(f"{label}: body", body, masked(answer.data))
    finally:
        replay.close()


def value(document: Data, row: Data, name: str) -> Iterator[Outcome]:
    """Serve one sample by both APIs, and compare status and quantity."""
    text = row["prometheus_value"]
    series = [{"__name__": "v_0", **_SHOP}]
    query = '{__name__=~"v_.*"}'
    prometheus = StubPrometheus([_call(query, {"status": 200, **_found(series)})])
    prometheus.calls = [_sample(text)]
    replay = Replay(document["config_yaml"], prometheus, StubObjects())
    try:
        for api, target in (("custom", _ONE), ("external", _EXTERNAL)):
            answer = replay.ask("GET", target.removesuffix("m") + "v_0")
            label = f"{name} {text} {api}"
            yield compared(f"{label}: status", row[f"{api}_status"], answer.status)
            if answer.status == 200:
                (item,) = answer.data["items"]
                yield compared(label, row[f"{api}_quantity"], item["value"])
    finally:
        replay.close()


def relist(document: Data, row: Data, name: str) -> Iterator[Outcome]:
    """Fail one of two series queries, and compare what is left."""
    if "flags" in row:
        yield from _look_back(row, name)
        return
    kind = row["second_rule_series_response"]
    if kind not in _ANSWERS:
        yield Outcome(f"{name} {kind}", skipped=f"an answer of unknown kind: {kind}")
        return
    good = _call("good", {"status": 200, **_found([{"__name__": "good", **_SHOP}])})
    prometheus = StubPrometheus([good, _call("second", _ANSWERS[kind])])
    prometheus.calls = [_sample()]
    replay = Replay(document["config_yaml"], prometheus, StubObjects())
    try:
        listed = replay.ask("GET", f"{_CUSTOM}/v1beta2").data["resources"]
        names = sorted(one["name"] for one in listed)
        yield compared(f"{name} {kind}: listed", sorted(row["listed"]), names)
        answer = replay.ask("GET", _ONE.removesuffix("m") + "good")
        yield compared(f"{name} {kind}: status", row["good_status"], answer.status)
        body = masked(row["good_body"])
        yield compared(f"{name} {kind}: body", body, masked(answer.data))
    finally:
        replay.close()


def flags(row: Data, name: str) -> Iterator[Outcome]:
    """Compare whether the server starts with flags like these."""
    given: dict[str, Any] = {
        "config": "rules.yaml",
        "prometheus_url": "https://prometheus",
        "tls_cert_file": "tls.crt",
        "tls_private_key_file": "tls.key",
    }
    for word in row["flags"]:
        flag, _, value = word.partition("=")
        option = next((one for one in OPTIONS if one.name == flag), None)
        if option is None:
            yield Outcome(f"{name} {word}", skipped=f"we have no flag {flag}")
            return
        given[option.key] = [value] if option.sort == "list" else value
    try:
        _connect(given)
    except OctoscaleError:
        yield compared(f"{name} {row['flags']}", row["starts"], actual=False)
    else:
        yield compared(f"{name} {row['flags']}", row["starts"], actual=True)


def _connect(given: dict[str, Any]) -> None:
    """Go as far as a start goes before it needs a network."""
    from adapter_rules.prometheus.http import HttpPrometheus
    from adapter_rules.server.assembly import connection

    HttpPrometheus(connection(settings_from(given)))


def _look_back(row: Data, name: str) -> Iterator[Outcome]:
    given: dict[str, Any] = {
        "config": "rules.yaml",
        "prometheus_url": "http://prometheus",
        "tls_cert_file": "tls.crt",
        "tls_private_key_file": "tls.key",
    }
    for word in row["flags"]:
        flag, _, value = word.partition("=")
        given[flag.removeprefix("--").replace("-", "_")] = value
    settings = settings_from(given)
    recorded = {call["lookback_seconds"] for call in row["series_calls"]}
    label = f"{name} {row['flags']}: look-back"
    yield compared(label, recorded, {settings.look_back_seconds})


def _call(query: str, answer: Data) -> Data:
    return {"params": {"match[]": [query]}, **answer}


def _found(series: list[dict[str, str]]) -> Data:
    return {"response": {"status": "success", "data": series}}


def _sample(value: str = "1") -> Data:
    """Give the one sample with which the stub answered these tables."""
    result = [{"metric": {"pod": "web-0"}, "value": [1700000000.123, value]}]
    data = {"resultType": "vector", "result": result}
    return {
        "params": {"query": ""},
        "status": 200,
        "response": {"status": "success", "data": data},
    }
