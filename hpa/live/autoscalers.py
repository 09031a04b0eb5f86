"""The HPAs of a cluster: their specs, and the status that their controller wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from hpa.algorithm.types import Condition, ConditionType, Status
from hpa.cluster import WRITABLE
from hpa.live.instants import seconds
from hpa.model.hub import to_v2
from hpa.model.objects import GROUP, KIND, DecodeError, from_dict
from hpa.spec import decision_spec
from octoscale.core.errors import EnvironmentMissingError
from octoscale.kube.types import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpa.algorithm.types import Spec
    from hpa.model.meta import CrossVersionObjectReference
    from hpa.model.objects import AnyHorizontalPodAutoscaler
    from octoscale.kube.base import KubePort
    from octoscale.kube.types import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveAutoscaler:
    """One HPA as it is on the cluster now."""

    namespace: str
    name: str
    spec: Spec
    target: CrossVersionObjectReference
    status: Status
    """As its controller wrote it."""

    manifest: Manifest


def served_kind(kube: KubePort) -> Kind:
    """Choose the version to read: the newest that says everything.

    Raises ``EnvironmentMissingError`` on a cluster without one.
    """
    served = kube.served_versions(GROUP)
    for version in WRITABLE:
        if version in served:
            return Kind(f"{GROUP}/{version}", KIND)
    raise EnvironmentMissingError(
        "the cluster serves neither autoscaling/v2 nor v2beta2",
        hint="HPAs on metrics of one's own need Kubernetes 1.12 or later",
    )


def read_all(kube: KubePort, kind: Kind, namespace: str | None) -> list[LiveAutoscaler]:
    """Read all HPAs of a namespace, or of all (``None``); raises ``KubeError``."""
    listing = kube.list(kind, namespace=namespace)
    return [found for item in listing.items if (found := live(item)) is not None]


def live(manifest: Manifest) -> LiveAutoscaler | None:
    """Read one HPA; ``None`` when nobody could."""
    try:
        hpa = from_dict(manifest)
    except DecodeError:
        return None
    return LiveAutoscaler(
        namespace=hpa.metadata.namespace or "default",
        name=hpa.metadata.name,
        spec=decision_spec(hpa),
        target=target_of(hpa),
        status=status_of(manifest),
        manifest=manifest,
    )


def target_of(hpa: AnyHorizontalPodAutoscaler) -> CrossVersionObjectReference:
    """Tell what an HPA scales."""
    return to_v2(hpa).spec.scale_target_ref


def status_of(manifest: Mapping[str, Any]) -> Status:
    """Read the status of an HPA of v2 or v2beta2, without its metrics."""
    status = manifest.get("status") or {}
    known = get_args(ConditionType)
    return Status(
        current_replicas=int(status.get("currentReplicas") or 0),
        desired_replicas=int(status.get("desiredReplicas") or 0),
        conditions=tuple(
            Condition(
                type=one["type"],
                status=one.get("status", "Unknown"),
                reason=str(one.get("reason", "")),
                message=str(one.get("message", "")),
                last_transition_time=seconds(one.get("lastTransitionTime")) or 0.0,
            )
            for one in status.get("conditions") or ()
            if one.get("type") in known
        ),
        last_scale_time=seconds(status.get("lastScaleTime")),
    )
