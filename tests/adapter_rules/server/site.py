"""A server in memory for the tests of its parts: fakes on both sides of it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapter_rules.errors import PrometheusError
from adapter_rules.prometheus.base import QueryResult, Sample
from adapter_rules.selector import EVERYTHING
from adapter_rules.series import Series
from adapter_rules.server.objects import FoundObject, picks
from adapter_rules.server.policy import Policy
from tests.conformance.adapter.server_replay import Replay

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from adapter_rules.selector import Selector
    from adapter_rules.server.auth import Guard
    from adapter_rules.server.mirroring import Mirror
    from octoscale.kube.restmapper import ApiResource

CUSTOM = "/apis/custom.metrics.k8s.io/v1beta2"
EXTERNAL = "/apis/external.metrics.k8s.io/v1beta1"
SAMPLED_AT = 1700000000.5

RULES = """\
rules:
- seriesQuery: hits
  resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
externalRules:
- seriesQuery: depth
  resources: {overrides: {namespace: {resource: namespace}}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (queue)
"""


def sample(value: float, **labels: str) -> Sample:
    """Build a sample."""
    return Sample(labels, value, SAMPLED_AT)


def vector(*samples: Sample) -> QueryResult:
    """Build a result."""
    return QueryResult("vector", samples)


@dataclass
class FakePrometheus:
    """Answers what it is told to; notes what it is asked."""

    answer: QueryResult | PrometheusError = field(default_factory=vector)
    found: Mapping[str, Sequence[Series] | PrometheusError] = field(
        default_factory=lambda: {
            "hits": [Series("hits", {"namespace": "shop", "pod": "web-0"})],
            "depth": [Series("depth", {"namespace": "shop", "queue": "a"})],
        }
    )
    asked: list[str] = field(default_factory=list)

    async def query(self, promql: str, now: float) -> QueryResult:
        """Give the answer, or raise it."""
        del now
        self.asked.append(promql)
        if isinstance(self.answer, PrometheusError):
            raise self.answer
        return self.answer

    async def series(self, selector: str, *, start: float) -> tuple[Series, ...]:
        """Give what is found, or raise it."""
        del start
        found = self.found.get(selector, ())
        if isinstance(found, PrometheusError):
            raise found
        return tuple(found)

    async def close(self) -> None:
        """Nothing is open."""


@dataclass
class FakeObjects:
    """Objects of every kind, all in one list."""

    objects: Sequence[FoundObject] = (
        FoundObject("shop", "web-0", {"app": "web"}),
        FoundObject("shop", "api.v2-0", {"app": "api"}),
    )

    async def list(
        self,
        resource: ApiResource,
        *,
        namespace: str,
        selector: Selector = EVERYTHING,
    ) -> Sequence[FoundObject]:
        """Pick."""
        del resource
        return [
            one
            for one in self.objects
            if namespace in ("", one.namespace) and picks(selector, one.labels)
        ]


@contextmanager
def site(
    prometheus: FakePrometheus,
    *,
    rules: str = RULES,
    objects: FakeObjects | None = None,
    policy: Policy | None = None,
    guard: Guard | None = None,
    mirror: Mirror | None = None,
) -> Iterator[Replay]:
    """Build a server with our own policy, not the compatible one."""
    found = objects or FakeObjects()
    replay = Replay(rules, prometheus, found, policy or Policy(), guard, mirror)
    try:
        yield replay
    finally:
        replay.close()
