"""The metrics API: registered, available, in a version that is asked for, and whose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.live.metrics import CUSTOM, CUSTOM_VERSIONS
from octoscale.doctor.clue import Clue, broken, ok, unknown
from octoscale.doctor.owners import owner_of
from octoscale.doctor.scene import Refusal, Scene

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.doctor.owners import Owner
    from octoscale.doctor.request import ApiRequest
    from octoscale.kube.types import Manifest

_FIRST_OF_SERVERS = 500
"""From this status on a refusal is the server's fault and no answer."""

_FIXES = {
    "ServiceNotFound": "make the Service that the APIService names, or mend the name",
    "ServicePortError": "name a port of the Service in the APIService",
    "EndpointsNotFound": "see whether the Service's selector finds ready pods",
    "MissingEndpoints": "see whether the Service's selector finds ready pods",
    "FailedDiscoveryCheck": "see whether the pods behind it run and serve this "
    "version, whether caBundle fits their certificate, and whether a firewall keeps "
    "the API server from their port",
}


def examine(scene: Scene) -> Iterator[Clue]:
    """Look at every group that the HPA's metrics need, once each."""
    groups: dict[str, ApiRequest] = {}
    for request in scene.requests:
        groups.setdefault(request.group, request)
    for group, request in groups.items():
        yield _group(scene, group, request)


def is_available(scene: Scene, group: str) -> bool:
    """Tell whether some version that the controller asks is there and answers.

    Where that cannot be read, it is taken to be so: the request will tell.
    """
    found = scene.rules.api_services(group)
    if isinstance(found, Refusal):
        return True
    spoken = [one for one in _spoken(group, found) if _condition(one)[0]]
    return bool(spoken) and not _silent(scene, spoken)


def _group(scene: Scene, group: str, request: ApiRequest) -> Clue:
    found = scene.rules.api_services(group)
    if isinstance(found, Refusal):
        return unknown(
            f"whether {group} is registered cannot be read: {found.message}",
            fix="octoscale doctor --print-rbac lists the rights",
        )
    if not found:
        return broken(
            f"nobody serves {group}: there is no APIService of it",
            fix="install what should serve it (Prometheus Adapter or octoscale serve; "
            "metrics-server for metrics.k8s.io), with its APIService",
        )
    spoken = _spoken(group, found)
    if not spoken:
        versions = ", ".join(str(one["spec"].get("version")) for one in found)
        wanted = " or ".join(versions_of(group))
        return broken(
            f"{group} is registered as {versions}; the controller asks for {wanted}",
            fix=f"register an APIService v1beta1.{group}",
        )
    return _served(scene, group, spoken, request)


def _served(
    scene: Scene, group: str, spoken: list[Manifest], request: ApiRequest
) -> Clue:
    lines = []
    for one in spoken:
        available, reason, message = _condition(one)
        name = one["metadata"]["name"]
        if available:
            lines.append(f"{name}: available, served by {owner_of(one)}")
        else:
            lines.append(f"{name}: {reason}: {message}")
    states = [_condition(one) for one in spoken]
    owner = owner_of(spoken[0])
    if not any(available for available, _, _ in states):
        reason = states[0][1]
        return broken(
            f"{group} is registered and not available ({reason}), by {owner}",
            *lines,
            fix=_FIXES.get(reason, f"see what {owner} logs"),
        )
    silent = _silent(scene, [one for one in spoken if _condition(one)[0]])
    if silent:
        return broken(
            f"{group} counts as available, and does not answer: {owner}",
            *lines,
            silent,
            fix=_FIXES["FailedDiscoveryCheck"],
        )
    if is_stranger(scene, owner, request):
        return broken(
            f"{group} belongs to {owner}, which knows nothing of {request.name!r}; an "
            "API has one owner only",
            *lines,
            fix=f"have {owner.title} serve it, or serve it as an Object metric of "
            "custom.metrics.k8s.io; octoscale hpa convert writes KEDA's triggers",
        )
    return ok(f"{group} is available, served by {owner}", *lines)


def _silent(scene: Scene, available: list[Manifest]) -> str:
    """Tell why no version answers; empty when one does.

    The API server's own check trusts every certificate; its requests do not.
    """
    told = ""
    for one in available:
        spec = one["spec"]
        answer = scene.cluster.document(f"/apis/{spec['group']}/{spec['version']}")
        if not isinstance(answer, Refusal) or answer.status < _FIRST_OF_SERVERS:
            return ""
        told = f"{answer.status}: {answer.message}"
    return told


def is_stranger(scene: Scene, owner: Owner, request: ApiRequest) -> bool:
    """Tell whether the API is somebody's whom no adapter rule reaches."""
    if owner.follows_rules or not owner.title or request.asked is None:
        return False
    return isinstance(scene.answer(request), Refusal)


def versions_of(group: str) -> tuple[str, ...]:
    """Give the versions of a metrics API that the controller asks for.

    >>> versions_of("external.metrics.k8s.io")
    ('v1beta1',)
    """
    return CUSTOM_VERSIONS if group == CUSTOM else ("v1beta1",)


def _spoken(group: str, found: list[Manifest]) -> list[Manifest]:
    wanted = versions_of(group)
    return [one for one in found if one["spec"].get("version") in wanted]


def _condition(api_service: Manifest) -> tuple[bool, str, str]:
    """Give whether it is available, the reason and the message."""
    conditions = (api_service.get("status") or {}).get("conditions") or ()
    for one in conditions:
        if one.get("type") == "Available":
            holds = one.get("status") == "True"
            return holds, str(one.get("reason", "")), str(one.get("message", ""))
    return False, "Unknown", "the API server has not looked at it yet"
