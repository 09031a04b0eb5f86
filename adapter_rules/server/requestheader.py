"""The front proxy's configuration, as the cluster publishes it.

Kept in the ConfigMap ``extension-apiserver-authentication`` of ``kube-system``.
Without it nobody can be believed, so the server does not start.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from octoscale.core.errors import EnvironmentMissingError
from octoscale.kube.errors import KubeError
from octoscale.kube.types import Kind

if TYPE_CHECKING:
    from octoscale.kube.types import Manifest

NAME = "extension-apiserver-authentication"
NAMESPACE = "kube-system"
_CONFIG_MAP = Kind("v1", "ConfigMap")


class ConfigMaps(Protocol):
    """The part of ``KubePort`` that reads it."""

    def get(self, kind: Kind, name: str, *, namespace: str | None = None) -> Manifest:
        """Read one object."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestHeader:
    """Whom to believe, and in which headers."""

    authorities: str
    """The front proxy's certificate authorities, PEM."""

    allowed_names: tuple[str, ...] = ()
    """Common names of its certificate; empty allows any that the authority signed."""

    username_headers: tuple[str, ...] = ("X-Remote-User",)
    group_headers: tuple[str, ...] = ("X-Remote-Group",)
    extra_prefixes: tuple[str, ...] = ("X-Remote-Extra-",)

    def trusts(self, common_name: str) -> bool:
        """Tell whether the holder of a verified certificate is the front proxy.

        >>> RequestHeader(authorities="", allowed_names=("proxy",)).trusts("web")
        False
        """
        return not self.allowed_names or common_name in self.allowed_names


def read(kube: ConfigMaps) -> RequestHeader:
    """Read it from the cluster; raises ``EnvironmentMissingError``."""
    try:
        manifest = kube.get(_CONFIG_MAP, NAME, namespace=NAMESPACE)
    except KubeError as error:
        raise EnvironmentMissingError(
            f"the request-header configuration cannot be read: {error}",
            hint=f"grant the role {NAME}-reader in {NAMESPACE}",
        ) from error
    data = manifest.get("data") or {}
    authorities = str(data.get("requestheader-client-ca-file", "")).strip()
    if not authorities:
        raise EnvironmentMissingError(
            f"the ConfigMap {NAMESPACE}/{NAME} names no front proxy",
            hint="does the API server run with --requestheader-client-ca-file?",
        )
    try:
        return RequestHeader(
            authorities=authorities,
            allowed_names=_names(data, "requestheader-allowed-names"),
            username_headers=_names(data, "requestheader-username-headers"),
            group_headers=_names(data, "requestheader-group-headers"),
            extra_prefixes=_names(data, "requestheader-extra-headers-prefix"),
        )
    except ValueError as error:
        raise EnvironmentMissingError(
            f"the ConfigMap {NAMESPACE}/{NAME} is odd: {error}"
        ) from error


def _names(data: Manifest, key: str) -> tuple[str, ...]:
    found = json.loads(data.get(key) or "[]")
    if not isinstance(found, list):
        raise ValueError(f"{key} is no list")  # noqa: TRY004 - its content is wrong
    return tuple(str(name) for name in found)
