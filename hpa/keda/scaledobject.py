"""A whole HPA as a ScaledObject that takes the HPA over in place.

Bounds, behavior and name are kept, so that KEDA goes on with the same HPA object
and its memory of recommendations. Single metrics are ``triggers``' business, the
way to get there ``plan``'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hpa.defaults import with_defaults
from hpa.keda.triggers import Converted, KedaLoss, Surroundings, trigger_for
from hpa.model.codec import encode
from hpa.model.hub import to_v2
from octoscale.kube.restmapper import RESTMapper

if TYPE_CHECKING:
    from adapter_rules.model import AdapterConfig
    from hpa.model import v2
    from hpa.model.objects import AnyHorizontalPodAutoscaler

API_VERSION = "keda.sh/v1alpha1"
KIND = "ScaledObject"

TRANSFER = "scaledobject.keda.sh/transfer-hpa-ownership"
"""The annotation that lets KEDA take over an HPA that is there."""

SOME_ADDRESS = "http://prometheus:9090"
"""Stands for Prometheus' address until somebody names it."""

_DROPPED_ANNOTATIONS = ("kubectl.kubernetes.io/last-applied-configuration",)


@dataclass(frozen=True, slots=True, kw_only=True)
class KedaConversion:
    """One HPA as a ScaledObject."""

    name: str
    namespace: str
    """Empty where the HPA names none."""

    manifest: dict[str, Any] | None
    """The ScaledObject; ``None`` when no metric could be converted."""

    losses: tuple[KedaLoss, ...]
    uses_custom: bool
    """Whether it read custom.metrics.k8s.io before."""

    uses_external: bool
    """Whether it read external.metrics.k8s.io before, which KEDA takes over."""

    address_is_assumed: bool
    """Whether ``serverAddress`` is still to be filled in."""


def convert_to_keda(
    hpa: AnyHorizontalPodAutoscaler,
    *,
    config: AdapterConfig | None = None,
    server_address: str | None = None,
    namespace: str = "",
    mapper: RESTMapper | None = None,
) -> KedaConversion:
    """Convert a valid HPA of any version.

    *config* are the adapter's rules, without which only cpu and memory can be
    converted. *server_address* is Prometheus as KEDA reaches it. *namespace* is
    for an HPA that names none: queries name it.
    """
    hub = to_v2(with_defaults(hpa))
    own = hub.metadata.namespace or namespace
    around = Surroundings(
        hpa=hub,
        namespace=own,
        config=config,
        server_address=server_address or SOME_ADDRESS,
        mapper=mapper or RESTMapper.builtin(),
    )
    converted = [
        trigger_for(metric, f"spec.metrics[{index}]", around)
        for index, metric in enumerate(hub.spec.metrics)
    ]
    triggers = [one.trigger for one in converted if one.trigger is not None]
    losses = [loss for one in converted for loss in one.losses]
    losses += _other_losses(hub, own, converted)
    types = {metric.type for metric in hub.spec.metrics}
    prometheus = any(trigger["type"] == "prometheus" for trigger in triggers)
    return KedaConversion(
        name=hub.metadata.name,
        namespace=own,
        manifest=_manifest(to_v2(hpa), triggers) if triggers else None,
        losses=tuple(losses),
        uses_custom=bool(types & {"Pods", "Object"}),
        uses_external="External" in types,
        address_is_assumed=server_address is None and prometheus,
    )


def _manifest(
    hub: v2.HorizontalPodAutoscaler, triggers: list[dict[str, Any]]
) -> dict[str, Any]:
    """Put the ScaledObject together; *hub* is without defaults filled in."""
    spec, target = hub.spec, hub.spec.scale_target_ref
    kept = {
        name: text
        for name, text in hub.metadata.annotations.items()
        if name not in _DROPPED_ANNOTATIONS
    }
    autoscaler: dict[str, Any] = {"name": hub.metadata.name}
    if spec.behavior is not None:
        autoscaler["behavior"] = encode(spec.behavior)
    metadata: dict[str, Any] = {"name": hub.metadata.name}
    if hub.metadata.namespace:
        metadata["namespace"] = hub.metadata.namespace
    if hub.metadata.labels:
        metadata["labels"] = encode(hub.metadata.labels)
    metadata["annotations"] = {**encode(kept), TRANSFER: "true"}
    return {
        "apiVersion": API_VERSION,
        "kind": KIND,
        "metadata": metadata,
        "spec": {
            "scaleTargetRef": encode(target),
            # KEDA's own default is 0, the HPA's is 1.
            "minReplicaCount": 1 if spec.min_replicas is None else spec.min_replicas,
            "maxReplicaCount": spec.max_replicas,
            "advanced": {"horizontalPodAutoscalerConfig": autoscaler},
            "triggers": triggers,
        },
    }


def _other_losses(
    hub: v2.HorizontalPodAutoscaler, namespace: str, converted: list[Converted]
) -> list[KedaLoss]:
    losses = []
    if hub.spec.min_replicas == 0:
        losses.append(
            KedaLoss(
                "spec.minReplicas",
                "between 0 and 1 KEDA decides itself: up as soon as a trigger is above "
                "its activationThreshold (0), down after cooldownPeriod (300 s)",
            )
        )
    if not namespace and any(one.trigger for one in converted):
        text = "the HPA names no namespace: queries match all of them"
        losses.append(KedaLoss("metadata.namespace", text))
    return losses
