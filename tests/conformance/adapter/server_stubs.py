"""What surrounded the recorded adapter: a stub Prometheus and a stub cluster.

The same objects and answers as then, behind our server's ports. Building the
server and comparing are elsewhere.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapter_rules.prometheus import decoding, http
from adapter_rules.server.objects import FoundObject, ObjectsError, picks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_rules.prometheus.base import QueryResult
    from adapter_rules.selector import Selector
    from adapter_rules.series import Series
    from octoscale.kube.restmapper import ApiResource
    from tests.conformance.adapter.outcome import Data

_ALTERNATIVES = re.compile(r'=~"([^"]*\|[^"]*)"')
_EVERYTHING = {
    "deployment": "web",
    "exported_namespace": "shop",
    "exported_pod": "web-0",
    "instance": "node-a",
    "kubernetes_namespace": "shop",
    "kubernetes_pod_name": "web-0",
    "namespace": "shop",
    "node": "node-a",
    "pod": "web-0",
    "pod_name": "web-0",
    "service": "web",
}
"""Labels of the one sample with which the stub answered where nothing is noted."""

_DEFAULT = {
    "status": "success",
    "data": {
        "resultType": "vector",
        "result": [{"metric": _EVERYTHING, "value": [1700000000.123, "1.5"]}],
    },
}


@dataclass
class StubPrometheus:
    """Answers as it was recorded; notes what it is asked."""

    series_calls: Sequence[Data]
    calls: Sequence[Data] = ()
    """The questions of the exchange that is replayed, with their answers."""

    queries: list[str] = field(default_factory=list)

    async def query(self, promql: str, now: float) -> QueryResult:
        """Give the recorded answer to the same query, or to any."""
        del now
        self.queries.append(promql)
        alike = sorted_names(promql)
        same = [c for c in self.calls if sorted_names(c["params"]["query"]) == alike]
        call = (same or [*self.calls, {"status": 200}])[0]
        status, body = _answer(call, _DEFAULT)
        return http.read_answer("/api/v1/query", status, body, http.query_result)

    async def series(self, selector: str, *, start: float) -> tuple[Series, ...]:
        """Give the recorded answer."""
        del start
        for call in self.series_calls:
            if selector in call["params"]["match[]"]:
                status, body = _answer(call, {})
                return http.read_answer("/api/v1/series", status, body, decoding.series)
        return ()

    async def close(self) -> None:
        """Nothing is open."""


def sorted_names(promql: str) -> str:
    """Sort the names in a query's regular expressions: their order may be random."""
    return _ALTERNATIVES.sub(
        lambda found: '=~"' + "|".join(sorted(found[1].split("|"))) + '"', promql
    )


def _answer(call: Data, default: Data) -> tuple[int, bytes]:
    raw = call.get("response_raw")
    body = raw if raw is not None else json.dumps(call.get("response", default))
    return int(call["status"]), body.encode()


@dataclass(frozen=True)
class StubObjects:
    """The objects of the stub cluster, in its order."""

    refused: bool = False

    async def list(
        self, resource: ApiResource, *, namespace: str, selector: Selector
    ) -> Sequence[FoundObject]:
        """Pick from the fixed objects."""
        if self.refused:
            raise ObjectsError("nope")
        return [
            found
            for found in _OBJECTS.get(str(resource.group_resource), ())
            if namespace in ("", found.namespace) and picks(selector, found.labels)
        ]


def _of(namespace: str, **labels: dict[str, str]) -> list[FoundObject]:
    return [FoundObject(namespace, name, found) for name, found in labels.items()]


_WEB, _API = {"app": "web"}, {"app": "api"}
_OBJECTS: dict[str, Any] = {
    "namespaces": _of("", default={}, shop={}, monitoring={}, empty={}),
    "pods": [
        FoundObject("shop", "web-0", {**_WEB, "ver": "v1"}),
        FoundObject("shop", "web-1", {**_WEB, "ver": "v2"}),
        FoundObject("shop", "api-0", {**_API, "ver": "v1"}),
        FoundObject("shop", "api.v2-0", {**_API, "ver": "v2"}),
        FoundObject("default", "web-0", _WEB),
        FoundObject("default", "lonely-0", {}),
    ],
    "services": [*_of("shop", web=_WEB, api=_API), *_of("default", kubernetes={})],
    "nodes": [
        FoundObject("", "node-a", {"zone": "a"}),
        FoundObject("", "node-b", {"zone": "b"}),
    ],
    "deployments.apps": _of("shop", web=_WEB, api=_API),
    "statefulsets.apps": _of("shop", db={}),
    "jobs.batch": _of("shop", nightly={}),
    "ingresses.networking.k8s.io": _of("shop", web={}),
}
