"""The names of resources that a container can request.

As ``ValidateContainerResourceName`` upstream; Resource sources are not checked
against this, only ContainerResource sources are.
"""

from __future__ import annotations

from hpa.validation.names import qualified_name

_CONTAINER = frozenset({"cpu", "memory", "ephemeral-storage"})
_COUNTED = frozenset(
    {
        *("pods", "services", "replicationcontrollers", "resourcequotas", "secrets"),
        *("configmaps", "persistentvolumeclaims", "storage", "requests.storage"),
        *("services.nodeports", "services.loadbalancers"),
    }
)
_STANDARD = (
    _CONTAINER
    | _COUNTED
    | {f"requests.{name}" for name in _CONTAINER}
    | {f"limits.{name}" for name in _CONTAINER}
)
_HUGE_PAGES = "hugepages-"


def container_resource(name: str) -> list[str]:
    """List what is wrong with a container's resource name.

    >>> container_resource("cpu"), container_resource("nvidia.com/gpu")
    ([], [])
    >>> container_resource("storage")
    ['must be a standard resource for containers']
    """
    problems = qualified_name(name)
    if "/" not in name:
        if not problems and not _is_standard(name):
            problems.append("must be a standard resource type or fully qualified")
        if name not in _CONTAINER and not name.startswith(_HUGE_PAGES):
            problems.append("must be a standard resource for containers")
    elif "kubernetes.io/" not in name and not _is_extended(name):
        problems.append("doesn't follow extended resource name standard")
    return problems


def _is_standard(name: str) -> bool:
    return name in _STANDARD or name.removeprefix("requests.").startswith(_HUGE_PAGES)


def _is_extended(name: str) -> bool:
    if name.startswith("requests."):
        return False
    return not qualified_name(f"requests.{name}")
