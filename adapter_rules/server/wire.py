"""The JSON of the metrics APIs, field by field and in the adapter's order.

Plain data in, plain data out. What the values are is ``answering``'s business,
what is listed ``catalogue``'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from adapter_rules.selector import Operator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from adapter_rules.selector import Selector

CUSTOM = "custom.metrics.k8s.io"
EXTERNAL = "external.metrics.k8s.io"
RESOURCE = "metrics.k8s.io"

VERSIONS: dict[str, tuple[str, ...]] = {
    CUSTOM: ("v1beta1", "v1beta2"),
    EXTERNAL: ("v1beta1",),
    RESOURCE: ("v1beta1",),
}
"""The versions of each API group that are served."""

Body = dict[str, Any]

_EXPRESSIONS = {
    Operator.IN: "In",
    Operator.NOT_IN: "NotIn",
    Operator.NOT_EQUALS: "NotIn",
    Operator.EXISTS: "Exists",
    Operator.DOES_NOT_EXIST: "DoesNotExist",
    Operator.GREATER_THAN: "Gt",
    Operator.LESS_THAN: "Lt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The object that a custom metric describes."""

    kind: str
    api_version: str
    """Group, slash, version: ``/v1`` for the core group, as the adapter has it."""

    namespace: str
    name: str

    def body(self) -> Body:
        """Give the object reference; no namespace where it has none."""
        where = {"namespace": self.namespace} if self.namespace else {}
        named = {"name": self.name, "apiVersion": self.api_version}
        return {"kind": self.kind, **where, **named}


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value as it is served."""

    quantity: str
    """Canonical: ``1500m``."""

    timestamp: float
    """Seconds since the epoch."""


def time_text(seconds: float) -> str:
    """Write a time as the API does: whole seconds, UTC.

    >>> time_text(1700000000.9)
    '2023-11-14T22:13:20Z'
    """
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def label_selector(selector: Selector) -> Body | None:
    """Write a metric selector as a ``LabelSelector``; nothing asked is ``None``.

    >>> from adapter_rules.selector import Selector
    >>> label_selector(Selector.parse("code=200,verb"))["matchLabels"]
    {'code': '200'}
    """
    if not selector.requirements:
        return None
    labels: dict[str, str] = {}
    expressions: list[Body] = []
    for one in selector.requirements:
        if one.operator in (Operator.EQUALS, Operator.DOUBLE_EQUALS):
            labels[one.key] = one.values[0]
            continue
        expression: Body = {"key": one.key, "operator": _EXPRESSIONS[one.operator]}
        if one.values:
            expression["values"] = list(one.values)
        expressions.append(expression)
    return {
        **({"matchLabels": labels} if labels else {}),
        **({"matchExpressions": expressions} if expressions else {}),
    }


def custom_list(
    version: str,
    metric: str,
    selector: Body | None,
    values: Iterable[tuple[Described, Value]],
) -> Body:
    """Write a ``MetricValueList``."""
    items: list[Body] = []
    for described, value in values:
        item: Body = {"describedObject": described.body()}
        timestamp = time_text(value.timestamp)
        if version == "v1beta1":
            item["metricName"] = metric
            item |= {"timestamp": timestamp, "value": value.quantity}
            item["selector"] = selector
        else:
            item["metric"] = {"name": metric, "selector": selector}
            item |= {"timestamp": timestamp, "value": value.quantity}
        items.append(item)
    return _list("MetricValueList", f"{CUSTOM}/{version}", items)


def external_list(
    metric: str, values: Iterable[tuple[Mapping[str, str] | None, Value]]
) -> Body:
    """Write an ``ExternalMetricValueList``; labels are sorted, as Go does."""
    items: list[Body] = [
        {
            "metricName": metric,
            "metricLabels": None if labels is None else dict(sorted(labels.items())),
            "timestamp": time_text(value.timestamp),
            "value": value.quantity,
        }
        for labels, value in values
    ]
    return _list("ExternalMetricValueList", f"{EXTERNAL}/v1beta1", items)


def resource_list(
    group: str, version: str, names: Iterable[tuple[str, bool]], *, kind: str
) -> Body:
    """Write an ``APIResourceList``; *names* come with their namespaced flag."""
    return {
        "kind": "APIResourceList",
        "apiVersion": "v1",
        "groupVersion": f"{group}/{version}",
        "resources": [
            {
                "name": name,
                "singularName": "",
                "namespaced": namespaced,
                "kind": kind,
                "verbs": ["get"],
            }
            for name, namespaced in names
        ],
    }


def group_list(groups: Iterable[str], *, address: str) -> Body:
    """Write the ``APIGroupList`` at ``/apis``."""
    entries = [{**_group(name), **_clients(address)} for name in groups]
    return {"kind": "APIGroupList", "groups": entries}


def group(name: str) -> Body:
    """Write one ``APIGroup``: only v1beta1, though v1beta2 is served, as upstream."""
    return {"kind": "APIGroup", "apiVersion": "v1", **_group(name)}


def _group(name: str) -> Body:
    version = {"groupVersion": f"{name}/v1beta1", "version": "v1beta1"}
    return {"name": name, "versions": [version], "preferredVersion": version}


def _clients(address: str) -> Body:
    entry = {"clientCIDR": "0.0.0.0/0", "serverAddress": address}
    return {"serverAddressByClientCIDRs": [entry]}


def _list(kind: str, api_version: str, items: list[Body]) -> Body:
    return {"kind": kind, "apiVersion": api_version, "metadata": {}, "items": items}
