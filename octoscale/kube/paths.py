"""Paths of the API server's objects, from what discovery says about a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from octoscale.kube.types import ServedKind

DEFAULT_NAMESPACE = "default"
"""Where a single namespaced object is looked for when nobody names a namespace."""


def group_version(api_version: str) -> str:
    """Give the root of one API version.

    >>> group_version("v1"), group_version("autoscaling/v2")
    ('/api/v1', '/apis/autoscaling/v2')
    """
    root = "apis" if "/" in api_version else "api"
    return f"/{root}/{quote(api_version)}"


def collection(served: ServedKind, namespace: str | None) -> str:
    """Give the path of all objects of a kind, in one namespace or everywhere.

    >>> from octoscale.kube.types import Kind, ServedKind
    >>> pods = ServedKind(kind=Kind("v1", "Pod"), plural="pods")
    >>> collection(pods, "shop"), collection(pods, None)
    ('/api/v1/namespaces/shop/pods', '/api/v1/pods')
    """
    parts = [group_version(served.kind.api_version)]
    if served.namespaced and namespace:
        parts += ["namespaces", _segment(namespace)]
    return "/".join([*parts, _segment(served.plural)])


def member(
    served: ServedKind, name: str, *, namespace: str | None, subresource: str = ""
) -> str:
    """Give the path of one object, or of its subresource.

    >>> from octoscale.kube.types import Kind, ServedKind
    >>> pods = ServedKind(kind=Kind("v1", "Pod"), plural="pods")
    >>> member(pods, "web-1", namespace=None, subresource="status")
    '/api/v1/namespaces/default/pods/web-1/status'
    """
    parts = [collection(served, namespace or DEFAULT_NAMESPACE), _segment(name)]
    if subresource:
        parts.append(_segment(subresource))
    return "/".join(parts)


def _segment(text: str) -> str:
    return quote(text, safe="")
