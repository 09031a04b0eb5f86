"""What every object has: a kind, a name, a namespace; checked before it is sent."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

from octoscale.kube.errors import Cause, InvalidError
from octoscale.kube.paths import DEFAULT_NAMESPACE

if TYPE_CHECKING:
    from octoscale.kube.types import Manifest, ServedKind

MAX_NAME = 253
"""Longest name that the API accepts, in characters."""

_SUBDOMAIN = re.compile(
    r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"
)


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


def namespace_of(manifest: Manifest) -> str | None:
    """Give the namespace; ``None`` when it names none."""
    found = metadata(manifest).get("namespace")
    return str(found) if found else None


def fill_name(manifest: Manifest, *, suffix: str) -> None:
    """Name an object that only has ``generateName``, as a server would.

    >>> pod = {"metadata": {"generateName": "web-"}}
    >>> fill_name(pod, suffix="x1")
    >>> pod["metadata"]["name"]
    'web-x1'
    """
    prefix = metadata(manifest).get("generateName")
    if prefix and not metadata(manifest).get("name"):
        manifest["metadata"]["name"] = f"{prefix}{suffix}"


def check_name(name: str) -> None:
    """Raise ``InvalidError`` unless *name* is an RFC 1123 subdomain."""
    if len(name) > MAX_NAME or not _SUBDOMAIN.fullmatch(name):
        raise invalid("metadata.name", f"{name!r} is no lowercase RFC 1123 subdomain")


def bare(manifest: Manifest) -> Manifest:
    """Give a copy that only says what and where the object is."""
    where = metadata(manifest)
    kept = {key: where[key] for key in ("name", "namespace") if key in where}
    return {
        "apiVersion": manifest["apiVersion"],
        "kind": manifest["kind"],
        "metadata": kept,
    }


def is_owned(manifest: Manifest, uid: str) -> bool:
    """Tell whether the object with *uid* owns this one."""
    owners = metadata(manifest).get("ownerReferences") or ()
    return any(owner.get("uid") == uid for owner in owners)


def same_content(one: Manifest, other: Manifest) -> bool:
    """Tell whether two states differ at most in the times of their managers."""
    return _without_times(one) == _without_times(other)


def scale_of(manifest: Manifest) -> Manifest:
    """Give the Scale (``autoscaling/v1``) of a Deployment or its like."""
    spec, status = manifest.get("spec") or {}, manifest.get("status") or {}
    matched = (spec.get("selector") or {}).get("matchLabels") or {}
    selector = ",".join(f"{key}={value}" for key, value in sorted(matched.items()))
    kept = ("name", "namespace", "uid", "resourceVersion", "creationTimestamp")
    where = metadata(manifest)
    return {
        "apiVersion": "autoscaling/v1",
        "kind": "Scale",
        "metadata": {key: where[key] for key in kept if key in where},
        "spec": {"replicas": spec.get("replicas", 1)},
        "status": {"replicas": status.get("replicas", 0), "selector": selector},
    }


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


def _without_times(manifest: Manifest) -> Manifest:
    entries = metadata(manifest).get("managedFields") or ()
    timeless = [{**entry, "time": ""} for entry in entries]
    return {**manifest, "metadata": {**metadata(manifest), "managedFields": timeless}}
