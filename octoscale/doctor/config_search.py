"""The adapter's config in a cluster: the ConfigMap that its server mounts.

Looked for in the namespace of the API's Service only: listing everybody's
ConfigMaps would be a right that nobody should give. Reading a config is
``adapter_rules.sources``' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_rules.sources import FoundConfig, find
from octoscale.core import yamlio
from octoscale.core.errors import InputError
from octoscale.doctor.scene import CONFIG_MAP, DEPLOYMENT, SERVICE, Cluster, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.doctor.owners import Owner
    from octoscale.kube.types import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A config, or a text that should be one."""

    place: str
    """A file, or ``ConfigMap namespace/name``."""

    config: FoundConfig | None
    problem: str = ""
    """Why it cannot be read."""

    mounted: bool = False
    """Whether the server behind the API mounts it."""


def candidates(cluster: Cluster, owner: Owner) -> list[Candidate] | Refusal:
    """Find the configs in the namespace of *owner*; those that are mounted win."""
    found = cluster.all_of(CONFIG_MAP, owner.namespace)
    if isinstance(found, Refusal):
        return found
    servers = _servers(cluster, owner)
    mounted = {name for server in servers for name in _mounts(server)}
    made = [
        _candidate(one, servers, mounted=one["metadata"]["name"] in mounted)
        for one in found
        if any("seriesQuery" in str(text) for text in (one.get("data") or {}).values())
    ]
    return [one for one in made if one.mounted] or made


def of_text(text: str, *, file: str) -> list[Candidate]:
    """Read the configs of a file that somebody names; raises ``InputError``."""
    return [
        Candidate(place=file, config=one, mounted=True) for one in find(text, file=file)
    ]


def _candidate(
    config_map: Manifest, servers: list[Manifest], *, mounted: bool
) -> Candidate:
    where = config_map["metadata"]
    place = f"ConfigMap {where.get('namespace', 'default')}/{where['name']}"
    bare = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": where["name"]},
        "data": {
            key: text
            for key, text in (config_map.get("data") or {}).items()
            if "seriesQuery" in str(text)
        },
    }
    try:
        text = yamlio.dump_all([bare, *(_arguments(one) for one in servers)])
        (found, *_) = find(text, file=place)
    except InputError as error:
        first = error.findings[0]
        return Candidate(
            place=place,
            config=None,
            problem=f"{first.code}: {first.message}",
            mounted=mounted,
        )
    return Candidate(place=place, config=found, mounted=mounted)


def _servers(cluster: Cluster, owner: Owner) -> list[Manifest]:
    """Find the Deployments whose pods the Service picks."""
    services = cluster.all_of(SERVICE, owner.namespace)
    deployments = cluster.all_of(DEPLOYMENT, owner.namespace)
    if isinstance(services, Refusal) or isinstance(deployments, Refusal):
        return []
    wanted: dict[str, str] = {}
    for service in services:
        if service["metadata"]["name"] == owner.service:
            wanted = (service.get("spec") or {}).get("selector") or {}
    return [one for one in deployments if wanted and _picks(wanted, _template(one))]


def _picks(wanted: dict[str, str], template: dict[str, Any]) -> bool:
    labels = (template.get("metadata") or {}).get("labels") or {}
    return all(labels.get(key) == value for key, value in wanted.items())


def _template(deployment: Manifest) -> dict[str, Any]:
    template: dict[str, Any] = (deployment.get("spec") or {}).get("template") or {}
    return template


def _mounts(deployment: Manifest) -> Iterator[str]:
    for volume in (_template(deployment).get("spec") or {}).get("volumes") or ():
        name = (volume.get("configMap") or {}).get("name")
        if name:
            yield str(name)


def _arguments(deployment: Manifest) -> dict[str, Any]:
    """Keep a server's arguments, which say how far back it looks."""
    containers = (_template(deployment).get("spec") or {}).get("containers") or ()
    words = [
        word
        for one in containers
        for word in (*(one.get("command") or ()), *(one.get("args") or ()))
        if str(word).startswith("--metrics-")
    ]
    return {"kind": "Deployment", "args": words}
