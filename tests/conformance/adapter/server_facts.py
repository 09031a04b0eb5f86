"""Facts of the adapter's unit tests that take a server: headers, and usage.

The facts give times in milliseconds, which the API's own notation has not: they
are compared to the second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_rules.prometheus.base import QueryResult, Sample
from adapter_rules.server.objects import FoundObject
from adapter_rules.server.settings import header
from adapter_rules.server.wire import time_text
from octoscale.core.quantity import Quantity
from tests.conformance.adapter.outcome import Data, Outcome, compared
from tests.conformance.adapter.server_replay import Replay

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adapter_rules.selector import Selector
    from adapter_rules.series import Series
    from octoscale.kube.restmapper import ApiResource

_OVERRIDES = {
    "namespace": {"resource": "namespace"},
    "pod": {"resource": "pod"},
    "instance": {"resource": "node"},
}
_API = "/apis/metrics.k8s.io/v1beta1"
NOT_IN_NUMBERS = "told in words, without the numbers; held by test_usage"


def headers(case: Data, name: str) -> Iterator[Outcome]:
    """Compare which headers the flags give."""
    found: dict[str, list[str]] = {}
    for key, value in map(header, case["args"]):
        found.setdefault(key, []).append(value)
    yield compared(f"{name} {case['args']}", case["headers"], found)


def usage(document: Data, case: Data, name: str) -> Iterator[Outcome]:
    """Compare what is served for some pods or nodes."""
    label = f"{name} {case['name']}"
    if "expected" not in case:
        yield Outcome(label, skipped=NOT_IN_NUMBERS)
        return
    rules = {kind: _rule(kind) for kind in ("cpu", "memory")}
    config = {"resourceRules": {**rules, "window": document["window"]}}
    objects = [*_objects(case.get("pods", ())), *_nodes(case.get("nodes", ()))]
    replay = Replay(config, _Prometheus(case), _Objects(objects))
    try:
        target = "pods" if "pods" in case else "nodes"
        items = replay.ask("GET", f"{_API}/{target}").data["items"]
    finally:
        replay.close()
    ours = sorted(map(_summary, items), key=str)
    expected = sorted(map(_expected, case["expected"]), key=str)
    yield compared(label, expected, ours)


def _rule(kind: str) -> Data:
    query = f"{kind}(<<.LabelMatchers>>) by (<<.GroupBy>>)"
    return {
        "containerQuery": query,
        "nodeQuery": query,
        "resources": {"overrides": _OVERRIDES},
        "containerLabel": "container",
    }


def _objects(names: Sequence[str]) -> list[FoundObject]:
    parts = (name.partition("/") for name in names)
    return [FoundObject(namespace, pod, {}) for namespace, _, pod in parts]


def _nodes(names: Sequence[str]) -> list[FoundObject]:
    return [FoundObject("", name, {}) for name in names]


def _expected(row: Data) -> Data:
    name = row.get("pod") or row["node"]
    usages = row.get("containers") or {"": row["usage"]}
    at = time_text(row["timestamp_ms"] / 1000)
    return {"name": name, "at": at, "usage": {k: list(v) for k, v in usages.items()}}


def _summary(item: Data) -> Data:
    metadata = item["metadata"]
    namespace = metadata.get("namespace")
    containers = item.get("containers") or [{"name": "", "usage": item["usage"]}]
    return {
        "name": f"{namespace}/{metadata['name']}" if namespace else metadata["name"],
        "at": item["timestamp"],
        "usage": {one["name"]: _numbers(one["usage"]) for one in containers},
    }


def _numbers(usage: dict[str, str]) -> list[int]:
    return [Quantity.parse(usage[kind]).value for kind in ("cpu", "memory")]


@dataclass
class _Prometheus:
    case: Data

    async def query(self, promql: str, now: float) -> QueryResult:
        """Give the case's samples of that kind and namespace."""
        del now
        samples: Any = self.case["cpu" if promql.startswith("cpu") else "memory"]
        if isinstance(samples, dict):
            (namespace,) = (one for one in samples if f'"{one}"' in promql)
            samples = samples[namespace]
        return QueryResult("vector", tuple(map(_sample, samples)))

    async def series(self, selector: str, *, start: float) -> tuple[Series, ...]:
        """Find nothing."""
        del selector, start
        return ()

    async def close(self) -> None:
        """Nothing is open."""


def _sample(row: Data) -> Sample:
    return Sample(row["labels"], float(row["value"]), row["timestamp_ms"] / 1000)


@dataclass
class _Objects:
    found: list[FoundObject]

    async def list(
        self, resource: ApiResource, *, namespace: str, selector: Selector
    ) -> Sequence[FoundObject]:
        """Give them all."""
        del resource, namespace, selector
        return self.found
