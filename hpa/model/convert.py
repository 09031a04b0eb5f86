"""Conversion between all API versions, with a report of what is lost.

As the API server converts: everything goes through v2, v1 and v2beta1 keep in
annotations what they have no fields for. Defaults are ``hpa.defaults``; only the
cpu target that v1 implies becomes explicit here, as upstream does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar, overload

from hpa.model.hub import from_v2, to_v2
from hpa.model.hub_v1 import stored_order
from hpa.model.losses import Loss, losses
from hpa.model.objects import AnyHorizontalPodAutoscaler, Version, version_of

if TYPE_CHECKING:
    from hpa.model import v1, v2, v2beta2

H_co = TypeVar("H_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Conversion(Generic[H_co]):
    """The converted object and what it does not carry over."""

    result: H_co
    losses: tuple[Loss, ...] = ()
    """Empty when converting back gives the same object."""


@overload
def convert(
    hpa: AnyHorizontalPodAutoscaler, to: Literal["v2"]
) -> Conversion[v2.HorizontalPodAutoscaler]: ...
@overload
def convert(
    hpa: AnyHorizontalPodAutoscaler, to: Literal["v2beta2"]
) -> Conversion[v2beta2.HorizontalPodAutoscaler]: ...
@overload
def convert(
    hpa: AnyHorizontalPodAutoscaler, to: Literal["v1"]
) -> Conversion[v1.HorizontalPodAutoscaler]: ...
@overload
def convert(
    hpa: AnyHorizontalPodAutoscaler, to: Version
) -> Conversion[AnyHorizontalPodAutoscaler]: ...
def convert(
    hpa: AnyHorizontalPodAutoscaler, to: Version
) -> Conversion[AnyHorizontalPodAutoscaler]:
    """Convert an HPA, and report what converting it back would not restore.

    >>> from hpa.model import v2
    >>> from octoscale.core.quantity import Quantity
    >>> rules = v2.HPAScalingRules(tolerance=Quantity.parse("0.2"))
    >>> behavior = v2.HorizontalPodAutoscalerBehavior(scale_up=rules)
    >>> spec = v2.HorizontalPodAutoscalerSpec(behavior=behavior)
    >>> hpa = v2.HorizontalPodAutoscaler(spec=spec)
    >>> [str(loss) for loss in convert(hpa, "v2beta2").losses]
    ["spec.behavior.scaleUp.tolerance: dropped '200m'"]
    """
    version = version_of(hpa)
    if version == to:
        return Conversion(hpa)
    hub = to_v2(hpa)
    result = from_v2(hub, to)
    back = from_v2(to_v2(result), version)
    metrics = hub.spec.metrics
    order = stored_order(metrics) if to == "v1" else range(len(metrics))
    return Conversion(result, losses(hpa, back, order))
