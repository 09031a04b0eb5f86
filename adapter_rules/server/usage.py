"""Answering metrics.k8s.io from resource rules: cpu and memory in use.

Follows the adapter's resource provider: cpu and memory are asked at once, a
namespace at a time; a pod or node without either is left out.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from adapter_rules import values
from adapter_rules.errors import PrometheusError, RuleError
from adapter_rules.selector import EVERYTHING
from adapter_rules.server import parameters as reading
from adapter_rules.server import status, wire
from adapter_rules.server.objects import ObjectsError
from octoscale.kube.restmapper import NODES, PODS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from adapter_rules.prometheus.base import QueryResult, Sample
    from adapter_rules.server.addressing import UsageAsk
    from adapter_rules.server.catalogue import Catalogue
    from adapter_rules.server.objects import FoundObject, ObjectsPort
    from adapter_rules.server.parameters import Parameters
    from adapter_rules.server.usagerules import UsageRules

API_VERSION = f"{wire.RESOURCE}/v1beta1"
RESOURCES = (
    {"name": "nodes", "namespaced": False},
    {"name": "pods", "namespaced": True},
)


class Asks(Protocol):
    """Evaluates queries (``queries.Queries``)."""

    async def ask(self, promql: str, *, rule: str) -> QueryResult:
        """Evaluate *promql* for the rule called *rule*."""
        ...


@dataclass(slots=True)
class _Used:
    """What one pod or node uses, so far as samples came."""

    cpu: dict[str, float] = field(default_factory=dict)
    """By container; a node's under the empty name."""

    memory: dict[str, float] = field(default_factory=dict)
    earliest: float = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Answers requests for usage."""

    queries: Asks
    objects: ObjectsPort
    clock: Callable[[], float]

    async def answer(
        self, ask: UsageAsk, parameters: Parameters, catalogue: Catalogue
    ) -> wire.Body:
        """Give a list, or one object's usage; raises ``StatusError``."""
        rules = catalogue.usage
        assert rules is not None  # noqa: S101 - else the group would not be served
        selector = reading.object_selector(parameters.labels)
        resource = catalogue.mapper.resource_for(
            PODS if ask.resource == "pods" else NODES
        )
        try:
            found = await self.objects.list(
                resource,
                namespace=ask.namespace,
                selector=EVERYTHING if ask.name else selector,
            )
        except ObjectsError as error:
            raise status.internal("unable to list matching resources") from error
        if not ask.name:
            items = await self._items(ask, rules, found)
            kind = "PodMetricsList" if ask.resource == "pods" else "NodeMetricsList"
            return {
                "kind": kind,
                "apiVersion": API_VERSION,
                "metadata": {},
                "items": items,
            }
        return await self._single(ask, rules, found)

    async def _single(
        self, ask: UsageAsk, rules: UsageRules, found: Sequence[FoundObject]
    ) -> wire.Body:
        kind = "PodMetrics" if ask.resource == "pods" else "NodeMetrics"
        named = [one for one in found if one.name == ask.name]
        whole = f"{ask.namespace}/{ask.name}" if ask.namespace else ask.name
        if not named and ask.resource == "pods":
            raise _not_found("pods", "", whole)
        items = await self._items(ask, rules, named) if named else []
        if not items:
            raise _not_found(kind.lower(), wire.RESOURCE, whole)
        return {"kind": kind, "apiVersion": API_VERSION, **items[0]}

    async def _items(
        self, ask: UsageAsk, rules: UsageRules, found: Sequence[FoundObject]
    ) -> list[wire.Body]:
        if not found:
            return []
        try:
            if ask.resource == "pods":
                used = await self._pods(rules, found)
            else:
                used = await self._nodes(rules, found)
        except (RuleError, PrometheusError) as error:
            raise status.internal("unable to fetch metrics") from error
        items = (
            self._item(one, used.get((one.namespace, one.name)), rules) for one in found
        )
        return [item for item in items if item is not None]

    async def _pods(
        self, rules: UsageRules, found: Iterable[FoundObject]
    ) -> dict[tuple[str, str], _Used]:
        names: dict[str, list[str]] = {}
        for one in found:
            names.setdefault(one.namespace, []).append(one.name)
        used: dict[tuple[str, str], _Used] = {}
        cpu, memory = rules.cpu, rules.memory
        asked = [
            (namespace, kind, self.queries.ask(query, rule=f"resourceRules.{kind}"))
            for namespace, pods in names.items()
            for kind, query in (
                ("cpu", cpu.containers(namespace, pods)),
                ("memory", memory.containers(namespace, pods)),
            )
        ]
        results = await asyncio.gather(*(answer for _, _, answer in asked))
        for (namespace, kind, _), result in zip(asked, results, strict=True):
            rule = cpu if kind == "cpu" else memory
            for sample in result.samples:
                pod = sample.labels.get(rule.pod_label, "")
                container = sample.labels.get(rule.container_label, "")
                _note(
                    used.setdefault((namespace, pod), _Used()), kind, container, sample
                )
        return used

    async def _nodes(
        self, rules: UsageRules, found: Iterable[FoundObject]
    ) -> dict[tuple[str, str], _Used]:
        names = [one.name for one in found]
        results = await asyncio.gather(
            self.queries.ask(rules.cpu.nodes(names), rule="resourceRules.cpu"),
            self.queries.ask(rules.memory.nodes(names), rule="resourceRules.memory"),
        )
        used: dict[tuple[str, str], _Used] = {}
        for kind, rule, result in zip(
            ("cpu", "memory"), (rules.cpu, rules.memory), results, strict=True
        ):
            for sample in result.samples:
                node = sample.labels.get(rule.node_label, "")
                _note(used.setdefault(("", node), _Used()), kind, "", sample)
        return used

    def _item(
        self, one: FoundObject, used: _Used | None, rules: UsageRules
    ) -> wire.Body | None:
        if used is None or not used.cpu or not used.memory:
            return None
        where = {"namespace": one.namespace} if one.namespace else {}
        labels = {"labels": dict(sorted(one.labels.items()))} if one.labels else {}
        created = {"creationTimestamp": wire.time_text(self.clock())}
        item: wire.Body = {
            "metadata": {"name": one.name, **where, **created, **labels},
            "timestamp": wire.time_text(used.earliest),
            "window": rules.window,
        }
        if not one.namespace:
            return {**item, "usage": _quantities(used, "")}
        containers = sorted(used.cpu.keys() | used.memory.keys())
        return {
            **item,
            "containers": [
                {"name": name, "usage": _quantities(used, name)} for name in containers
            ],
        }


def _note(used: _Used, kind: str, container: str, sample: Sample) -> None:
    value = sample.value if sample.value > 0 else 0.0
    (used.cpu if kind == "cpu" else used.memory)[container] = value
    used.earliest = min(used.earliest, sample.timestamp)


def _quantities(used: _Used, container: str) -> dict[str, str]:
    return {
        "cpu": values.quantity(used.cpu.get(container, 0.0), "external").canonical,
        "memory": values.memory_quantity(used.memory.get(container, 0.0)).canonical,
    }


def _not_found(kind: str, group: str, name: str) -> status.StatusError:
    what = f"{kind}.{group}" if group else kind
    details: dict[str, Any] = {"name": name}
    if group:
        details["group"] = group
    details["kind"] = kind
    return status.StatusError(
        status.Status(
            code=404,
            message=f'{what} "{name}" not found',
            reason="NotFound",
            details=details,
        )
    )
