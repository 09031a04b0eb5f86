"""A config as the ConfigMap that the adapter's Deployment mounts.

Plain data: writing it down is the caller's. Reading one is ``loading``'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapter_rules.model import dump

if TYPE_CHECKING:
    from adapter_rules.model import AdapterConfig

KEY = "config.yaml"
"""The entry, and so the file's name in the container."""


def configmap(config: AdapterConfig, *, name: str, namespace: str) -> dict[str, Any]:
    """Build the ConfigMap manifest.

    >>> from adapter_rules.model import AdapterConfig
    >>> list(configmap(AdapterConfig(), name="rules", namespace="monitoring")["data"])
    ['config.yaml']
    """
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": name, "namespace": namespace},
        "data": {KEY: dump(config)},
    }
