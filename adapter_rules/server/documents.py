"""Discovery documents, and the few other things that clients read.

What is listed comes from the catalogue; the JSON from ``wire``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.server import wire
from octoscale.core.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapter_rules.server.addressing import DocumentAsk
    from adapter_rules.server.catalogue import Catalogue

_OWN = ("/healthz", "/livez", "/metrics", "/openapi/v2", "/readyz", "/version")


def document(ask: DocumentAsk, catalogue: Catalogue, *, port: int) -> wire.Body:
    """Give the discovery document that *ask* names."""
    if not ask.group:
        return wire.group_list(catalogue.groups, address=f":{port}")
    if not ask.version:
        return wire.group(ask.group)
    if ask.group == wire.RESOURCE:
        return _usage(ask.version)
    custom = ask.group == wire.CUSTOM
    return wire.resource_list(
        ask.group,
        ask.version,
        catalogue.custom_names if custom else catalogue.external_names,
        kind="MetricValueList" if custom else "ExternalMetricValueList",
    )


def paths(groups: Iterable[str]) -> wire.Body:
    """Give the list that answers an unknown path."""
    served = ["/apis"]
    for group in sorted(groups):
        served.append(f"/apis/{group}")
        served += [f"/apis/{group}/{version}" for version in wire.VERSIONS[group]]
    return {"paths": [*served, *_OWN]}


def version() -> wire.Body:
    """Say which program this is."""
    return {"gitVersion": VERSION, "platform": "octoscale"}


def openapi() -> wire.Body:
    """Give an empty OpenAPI document: the aggregator asks for one."""
    info = {"title": "octoscale serve", "version": VERSION}
    return {"swagger": "2.0", "info": info, "paths": {}, "definitions": {}}


def _usage(version: str) -> wire.Body:
    kinds = (("nodes", False, "NodeMetrics"), ("pods", True, "PodMetrics"))
    return {
        "kind": "APIResourceList",
        "apiVersion": "v1",
        "groupVersion": f"{wire.RESOURCE}/{version}",
        "resources": [
            {
                "name": name,
                "singularName": "",
                "namespaced": namespaced,
                "kind": kind,
                "verbs": ["get", "list"],
            }
            for name, namespaced, kind in kinds
        ],
    }
