"""A Prometheus configuration resolved against the manifests: scrape targets.

For each job: which pods it scrapes, at which address, with which labels. Jobs
that find their targets elsewhere (nodes, files, Consul …) are left unresolved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from octoscale.check.discovery import DEFAULT_NAMESPACE, endpoints_role, pod_role
from octoscale.check.relabeling import RelabelRule, relabel
from octoscale.check.selecting import as_labels
from octoscale.kube import selectors
from octoscale.kube.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hpa.checks.manifest import Manifest
    from octoscale.check.discovery import Discovered
    from octoscale.check.pods import Pods
    from octoscale.core.yamlio import Document, DocumentPath

_ENDPOINTS = ("endpoints", "endpointslice")


@dataclass(frozen=True, slots=True)
class ScrapeTarget:
    """One address that Prometheus scrapes."""

    pods: Pods
    address: str
    metrics_path: str
    labels: Mapping[str, str]
    """Those that every series from there gets, ``job`` among them."""

    @property
    def where(self) -> str:
        """The address with the pods' name instead of the stand-in."""
        _, _, port = self.address.rpartition(":")
        return f"{self.pods.name}:{port}{self.metrics_path}"


@dataclass(frozen=True, slots=True)
class ScrapeJob:
    """One entry of ``scrape_configs``."""

    name: str
    document: Document
    path: DocumentPath
    targets: tuple[ScrapeTarget, ...]
    resolved: bool
    """Whether all its targets would be pods of manifests."""

    namespaces: tuple[str, ...] = ()
    """Where it looks; empty for everywhere."""

    roles: tuple[str, ...] = ()
    """What its discovery looks for: ``pod``, ``node`` …"""


def jobs_of(
    document: Document,
    *,
    pods: Sequence[Pods],
    services: Iterable[Manifest],
) -> list[ScrapeJob]:
    """Resolve every job of a configuration."""
    services = tuple(services)
    configs = document.value.get("scrape_configs")
    found = []
    for index, config in enumerate(configs if isinstance(configs, list) else ()):
        if isinstance(config, dict):
            path: DocumentPath = ("scrape_configs", index)
            found.append(_job(document, path, config, pods, services))
    return found


def _job(
    document: Document,
    path: DocumentPath,
    config: Mapping[Any, Any],
    pods: Sequence[Pods],
    services: tuple[Manifest, ...],
) -> ScrapeJob:
    name = str(config.get("job_name") or "")
    rules = [RelabelRule.read(rule) for rule in _mappings(config, "relabel_configs")]
    base = {
        "job": name,
        "__scheme__": str(config.get("scheme") or "http"),
        "__metrics_path__": str(config.get("metrics_path") or "/metrics"),
    }
    targets: dict[tuple[Any, ...], ScrapeTarget] = {}
    for one in _discovered(config, pods, services):
        labels = relabel({**base, **one.labels}, rules)
        if labels is not None and labels.get("__address__"):
            target = _target(one.pods, labels)
            targets.setdefault(_identity(target), target)
    discoveries = _mappings(config, "kubernetes_sd_configs")
    roles = tuple(str(one.get("role")) for one in discoveries)
    others = [key for key in config if str(key).endswith("_sd_configs")]
    resolved = (
        bool(roles)
        and all(role in ("pod", *_ENDPOINTS) for role in roles)
        and others == ["kubernetes_sd_configs"]
    )
    namespaces = tuple(name for one in discoveries for name in _namespaces(one))
    found = tuple(targets.values())
    return ScrapeJob(name, document, path, found, resolved, namespaces, roles)


def _identity(target: ScrapeTarget) -> tuple[Any, ...]:
    labels = tuple(sorted(target.labels.items()))
    return id(target.pods), target.address, target.metrics_path, labels


def _target(pods: Pods, labels: Mapping[str, str]) -> ScrapeTarget:
    address = labels["__address__"]
    kept = {k: v for k, v in labels.items() if not k.startswith("__")}
    return ScrapeTarget(
        pods,
        address,
        labels.get("__metrics_path__", ""),
        {"instance": address, **kept},
    )


def _discovered(
    config: Mapping[Any, Any], pods: Sequence[Pods], services: tuple[Manifest, ...]
) -> Iterator[Discovered]:
    for discovery in _mappings(config, "kubernetes_sd_configs"):
        namespaces = _namespaces(discovery)
        near = [
            (index, each)
            for index, each in enumerate(pods)
            if not namespaces or (each.namespace or DEFAULT_NAMESPACE) in namespaces
        ]
        role = discovery.get("role")
        if role == "pod":
            for index, each in near:
                if _is_selected(discovery, each):
                    yield from pod_role(each, index)
        elif role in _ENDPOINTS:
            for service in services:
                for index, each in near:
                    if selects(service, each):
                        yield from endpoints_role(service, each, index)


def selects(service: Manifest, pods: Pods) -> bool:
    """Tell whether a Service's selector picks some pods."""
    selector = as_labels(service.at("spec", "selector"))
    same = (service.namespace or DEFAULT_NAMESPACE) == (
        pods.namespace or DEFAULT_NAMESPACE
    )
    return bool(selector) and same and selector.items() <= dict(pods.labels).items()


def _is_selected(discovery: Mapping[Any, Any], pods: Pods) -> bool:
    """Apply the selectors that discovery hands to the API server."""
    for one in _mappings(discovery, "selectors"):
        text = one.get("label")
        if one.get("role") != "pod" or not isinstance(text, str):
            continue
        try:
            if not selectors.parse(text)(pods.labels):
                return False
        except InvalidError:
            return False
    return True


def _namespaces(discovery: Mapping[Any, Any]) -> tuple[str, ...]:
    given = discovery.get("namespaces")
    names = given.get("names") if isinstance(given, dict) else None
    return tuple(map(str, names if isinstance(names, list) else ()))


def _mappings(config: Mapping[Any, Any], key: str) -> list[Mapping[Any, Any]]:
    found = config.get(key)
    items = found if isinstance(found, list) else []
    return [item for item in items if isinstance(item, dict)]
