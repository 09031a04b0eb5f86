"""From a URL's path to what is asked: the routes of the three metrics APIs.

Only the path; parameters are read in ``parameters``. Whether anything of that
name is listed is ``catalogue``'s business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from adapter_rules.server import status, wire

EVERY = "*"
"""Asks for all objects that a selector picks."""

_NAMESPACES = "namespaces"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomAsk:
    """A request to custom.metrics.k8s.io, in the words of its path."""

    version: str
    namespace: str
    """Empty on a root-scoped path."""

    resource: str
    """As written: ``pods``, ``deployments.apps``; ``metrics`` never stands here."""

    name: str
    """The object, or ``*``."""

    metric: str
    of_namespace: bool = False
    """Whether the path was ``namespaces/NAME/metrics/METRIC``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalAsk:
    """A request to external.metrics.k8s.io."""

    namespace: str
    metric: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageAsk:
    """A request to metrics.k8s.io."""

    resource: Literal["pods", "nodes"]
    namespace: str = ""
    name: str = ""
    """Empty for a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAsk:
    """A request for a discovery document."""

    group: str = ""
    """Empty for the list of groups."""

    version: str = ""
    """Empty for the group."""


Ask = CustomAsk | ExternalAsk | UsageAsk | DocumentAsk


def parse(path: str, groups: frozenset[str]) -> Ask | None:
    """Read a decoded *path*; ``None`` when no served group owns it.

    Raises ``StatusError`` for what a group owns and does not know.

    >>> ask = parse("/apis/external.metrics.k8s.io/v1beta1/namespaces/a/b",
    ...             frozenset([wire.EXTERNAL]))
    >>> ask
    ExternalAsk(namespace='a', metric='b')
    """
    root, *parts = path.split("/")[1:] or [""]
    if root != "apis":
        return None
    if not any(parts):
        return DocumentAsk() if len(parts) <= 1 else None
    group, *rest = parts
    if group not in groups:
        return None
    return _within(group, rest)


def _within(group: str, parts: list[str]) -> Ask:
    """Read what stands behind a served group."""
    if not any(parts):
        return DocumentAsk(group=group)
    version, *rest = parts
    if version not in wire.VERSIONS[group]:
        raise status.path_not_found()
    if not any(rest):
        return DocumentAsk(group=group, version=version)
    if group == wire.CUSTOM:
        return _custom(version, rest)
    return _external(rest) if group == wire.EXTERNAL else _usage(rest)


def _custom(version: str, parts: list[str]) -> CustomAsk:
    match parts:
        case ["namespaces", str(namespace), "metrics", str(metric)]:
            ask = CustomAsk(
                version=version,
                namespace="",
                resource=_NAMESPACES,
                name=namespace,
                metric=metric,
                of_namespace=True,
            )
        case ["namespaces", str(namespace), str(resource), str(name), str(metric)]:
            ask = CustomAsk(
                version=version,
                namespace=namespace,
                resource=resource,
                name=name,
                metric=metric,
            )
        case ["namespaces", _, _]:
            raise status.bad_request("invalid request path")
        case [str(resource), str(name), str(metric)]:
            ask = CustomAsk(
                version=version,
                namespace="",
                resource=resource,
                name=name,
                metric=metric,
            )
        case _:
            raise status.path_not_found()
    if not (ask.metric and ask.name and ask.resource):
        raise status.bad_request("invalid request path")
    return ask


def _external(parts: list[str]) -> ExternalAsk:
    if len(parts) != 3 or parts[0] != _NAMESPACES or not (parts[1] and parts[2]):
        raise status.path_not_found()
    return ExternalAsk(namespace=parts[1], metric=parts[2])


def _usage(parts: list[str]) -> UsageAsk:
    match parts:
        case ["nodes"]:
            return UsageAsk(resource="nodes")
        case ["nodes", str(name)] if name:
            return UsageAsk(resource="nodes", name=name)
        case ["pods"]:
            return UsageAsk(resource="pods")
        case ["namespaces", str(namespace), "pods"] if namespace:
            return UsageAsk(resource="pods", namespace=namespace)
        case ["namespaces", str(namespace), "pods", str(name)] if namespace and name:
            return UsageAsk(resource="pods", namespace=namespace, name=name)
    raise status.path_not_found()
