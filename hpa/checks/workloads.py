"""What runs the pods: replicas, containers, and what these request.

Read leniently: a field of the wrong type counts as absent, because finding such
fields is the business of a whole-repository check.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from octoscale.core.quantity import Quantity, QuantityError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hpa.checks.manifest import Manifest

WORKLOAD_KINDS = ("Deployment", "StatefulSet", "ReplicaSet", "DaemonSet")
"""Kinds of Kubernetes' own whose pods come from ``spec.template``."""

LIMIT_RANGE = "LimitRange"


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """One container of a pod template."""

    name: str
    image: str
    index: int
    """Its position in ``spec.template.spec.containers``."""

    command_line: tuple[str, ...]
    """``command`` and ``args`` in one."""

    requests: Mapping[str, Quantity]
    """As they count: an absent request is the limit, then the LimitRange's."""

    limits: Mapping[str, Quantity]


@dataclass(frozen=True, slots=True)
class Workload:
    """A Deployment, StatefulSet, ReplicaSet or DaemonSet of the input."""

    manifest: Manifest
    containers: tuple[Container, ...]

    @property
    def replicas(self) -> int | None:
        """``spec.replicas`` as written; ``None`` when it is left out."""
        found = self.manifest.at("spec", "replicas")
        is_count = isinstance(found, int) and not isinstance(found, bool)
        return found if is_count else None

    def selected(self, container: str = "") -> tuple[Container, ...]:
        """Give the containers that a metric counts: the named one, or all."""
        if not container:
            return self.containers
        return tuple(each for each in self.containers if each.name == container)

    def total(self, kind: str, resource: str, container: str = "") -> Quantity | None:
        """Add up the ``requests`` or ``limits`` of one resource over containers.

        ``None`` when any of them has none, or there is no container.
        """
        milli = 0
        chosen = self.selected(container)
        for each in chosen:
            amounts = each.requests if kind == "requests" else each.limits
            if resource not in amounts:
                return None
            milli += amounts[resource].milli_value
        return Quantity.of_milli(milli) if chosen else None


def workload(manifest: Manifest, limit_ranges: Iterable[Manifest] = ()) -> Workload:
    """Read a workload; *limit_ranges* are those of its namespace."""
    requests, limits = _namespace_defaults(limit_ranges)
    found = manifest.at("spec", "template", "spec", "containers")
    items = found if isinstance(found, list) else []
    containers = tuple(
        _container(item, index, requests, limits)
        for index, item in enumerate(items)
        if isinstance(item, dict)
    )
    return Workload(manifest, containers)


def _container(
    item: Mapping[Any, Any],
    index: int,
    default_requests: Mapping[str, Quantity],
    default_limits: Mapping[str, Quantity],
) -> Container:
    resources = item.get("resources")
    given = resources if isinstance(resources, dict) else {}
    limits = amounts(given.get("limits"))
    # The API server copies an own limit into an absent request before the
    # LimitRange's plugin fills in its defaults.
    requests = {**default_requests, **limits, **amounts(given.get("requests"))}
    return Container(
        name=_text(item.get("name")),
        image=_text(item.get("image")),
        index=index,
        command_line=(*_texts(item.get("command")), *_texts(item.get("args"))),
        requests=requests,
        limits={**default_limits, **limits},
    )


def _namespace_defaults(
    limit_ranges: Iterable[Manifest],
) -> tuple[dict[str, Quantity], dict[str, Quantity]]:
    requests: dict[str, Quantity] = {}
    limits: dict[str, Quantity] = {}
    for each in limit_ranges:
        found = each.at("spec", "limits")
        for item in found if isinstance(found, list) else []:
            if isinstance(item, dict) and item.get("type") == "Container":
                default = amounts(item.get("default"))
                limits.update(default)
                requests.update({**default, **amounts(item.get("defaultRequest"))})
    return requests, limits


def amounts(value: Any) -> dict[str, Quantity]:
    """Read a mapping of resources to quantities; what is no quantity is left out.

    >>> amounts({"cpu": "1", "memory": "much"})
    {'cpu': Quantity('1')}
    """
    result: dict[str, Quantity] = {}
    for name, amount in value.items() if isinstance(value, dict) else ():
        if isinstance(amount, str | int | float) and not isinstance(amount, bool):
            try:
                result[str(name)] = Quantity.parse(str(amount).strip())
            except QuantityError:
                continue
    return result


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    found = value if isinstance(value, list) else []
    return tuple(item for item in found if isinstance(item, str))
