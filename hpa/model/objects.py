"""The versions of the API as one table, and whole objects as plain data.

``from_dict`` reads as the API server reads a request; files of people, with
places and unknown fields, are read by ``hpa.manifests``.
"""

from __future__ import annotations

from typing import Any, Literal

from hpa.model import v1, v2, v2beta1, v2beta2
from hpa.model.codec import decode, encode
from hpa.model.scalars import describe

Version = Literal["v1", "v2beta1", "v2beta2", "v2"]
"""An API version of the group ``autoscaling`` that has HPAs."""

AnyHorizontalPodAutoscaler = (
    v2beta2.HorizontalPodAutoscaler
    | v2.HorizontalPodAutoscaler
    | v1.HorizontalPodAutoscaler
    | v2beta1.HorizontalPodAutoscaler
)
"""An HPA of whatever version."""

MODELS: dict[Version, type[AnyHorizontalPodAutoscaler]] = {
    "v1": v1.HorizontalPodAutoscaler,
    "v2beta1": v2beta1.HorizontalPodAutoscaler,
    "v2beta2": v2beta2.HorizontalPodAutoscaler,
    "v2": v2.HorizontalPodAutoscaler,
}
"""Every version and its class."""

KIND = "HorizontalPodAutoscaler"
GROUP = "autoscaling"


class DecodeError(ValueError):
    """The plain data is no HPA that an API server could read."""


def version_of(hpa: AnyHorizontalPodAutoscaler) -> Version:
    """Tell which version an object is of.

    >>> version_of(v2.HorizontalPodAutoscaler())
    'v2'
    """
    return next(name for name, model in MODELS.items() if type(hpa) is model)


def model_of(api_version: Any) -> type[AnyHorizontalPodAutoscaler] | None:
    """Find the class for a text such as ``autoscaling/v2``; ``None`` if unknown."""
    known = {model.api_version: model for model in MODELS.values()}
    return known.get(api_version) if isinstance(api_version, str) else None


def from_dict(value: Any) -> AnyHorizontalPodAutoscaler:
    """Read plain data as the API server does; unknown fields are dropped.

    Raises ``DecodeError`` with the first problem and its path.

    >>> from_dict({"apiVersion": "autoscaling/v2", "kind": "Pod"})
    Traceback (most recent call last):
    hpa.model.objects.DecodeError: no kind 'Pod' in version 'autoscaling/v2'
    """
    if not isinstance(value, dict):
        raise DecodeError(f"expected a mapping, got {describe(value)}")
    api_version, kind = value.get("apiVersion"), value.get("kind")
    model = model_of(api_version)
    if model is None or kind != KIND:
        raise DecodeError(f"no kind {kind!r} in version {api_version!r}")
    result, problems = decode(model, body_of(value))
    for problem in problems:
        if problem.kind != "unknown":
            where = ".".join(str(step) for step in problem.path)
            raise DecodeError(f"{where}: {problem.message}")
    return result


def body_of(value: dict[Any, Any]) -> dict[Any, Any]:
    """Leave out ``apiVersion`` and ``kind``, which are the class."""
    return {
        key: part for key, part in value.items() if key not in ("apiVersion", "kind")
    }


def to_dict(hpa: AnyHorizontalPodAutoscaler) -> dict[str, Any]:
    """Write an HPA as plain data: no nulls, no status unless present.

    >>> to_dict(v2.HorizontalPodAutoscaler())["apiVersion"]
    'autoscaling/v2'
    """
    head = {"apiVersion": hpa.api_version, "kind": hpa.kind}
    return {**head, **encode(hpa)}
