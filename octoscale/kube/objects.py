"""What every object has: a kind, a name, a namespace; checked before it is sent."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from octoscale.kube.errors import Cause, InvalidError
from octoscale.kube.paths import DEFAULT_NAMESPACE

if TYPE_CHECKING:
    from octoscale.kube.types import Manifest, ServedKind


def metadata(manifest: Manifest) -> dict[str, Any]:
    """Give the metadata of *manifest*; an empty dict when there is none."""
    found = manifest.get("metadata")
    return found if isinstance(found, dict) else {}


def labels(manifest: Manifest) -> dict[str, str]:
    """Give the labels of *manifest*.

    >>> labels({"metadata": {"labels": {"app": "web"}}}), labels({})
    ({'app': 'web'}, {})
    """
    return metadata(manifest).get("labels") or {}


def placed(manifest: Manifest, served: ServedKind, namespace: str | None) -> Manifest:
    """Copy *manifest* and fill in its namespace.

    Raises ``InvalidError`` when it names another namespace than *namespace*.

    >>> from octoscale.kube.types import Kind, ServedKind
    >>> pods = ServedKind(kind=Kind("v1", "Pod"), plural="pods")
    >>> placed({"metadata": {"name": "a"}}, pods, "shop")["metadata"]
    {'name': 'a', 'namespace': 'shop'}
    """
    copied = copy.deepcopy(manifest)
    if not served.namespaced:
        return copied
    filled = copied.setdefault("metadata", {})
    own = filled.get("namespace")
    if own and namespace and own != namespace:
        raise invalid(
            "metadata.namespace", f"the object is for namespace {own}, not {namespace}"
        )
    filled["namespace"] = own or namespace or DEFAULT_NAMESPACE
    return copied


def named(manifest: Manifest) -> str:
    """Give the name; ``InvalidError`` when there is none."""
    name = metadata(manifest).get("name")
    if not name:
        raise invalid(
            "metadata.name", "a name is required", reason="FieldValueRequired"
        )
    return str(name)


def invalid(
    field: str, message: str, *, reason: str = "FieldValueInvalid"
) -> InvalidError:
    """Build an error with one cause."""
    return InvalidError(
        f"{field}: {message}",
        status=422,
        reason="Invalid",
        causes=(Cause(field=field, reason=reason, message=message),),
    )
