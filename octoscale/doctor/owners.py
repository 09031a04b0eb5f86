"""Whose an aggregated API is, told by the names of what stands behind it.

A name is a hint and no proof; the text says what was seen. Whether the API answers
is the links' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from octoscale.kube.types import Manifest


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is likely to serve an API."""

    title: str
    """As people call it; empty when the names say nothing."""

    namespace: str
    service: str
    """Empty for an API of the API server itself."""

    follows_rules: bool
    """Whether Prometheus Adapter's rules may decide what it serves."""

    def __str__(self) -> str:
        """Write it for people.

        >>> print(Owner("KEDA", "keda", "keda-operator-metrics-apiserver", False))
        keda/keda-operator-metrics-apiserver (KEDA)
        """
        place = f"{self.namespace}/{self.service}" if self.service else "the API server"
        return f"{place} ({self.title})" if self.title else place


_KNOWN: tuple[tuple[str, str, bool], ...] = (
    ("octoscale", "octoscale serve", True),
    ("prometheus-adapter", "Prometheus Adapter", True),
    ("custom-metrics-apiserver", "Prometheus Adapter", True),
    ("keda", "KEDA", False),
    ("datadog", "Datadog", False),
    ("metrics-server", "metrics-server", False),
    ("stackdriver", "the Stackdriver adapter", False),
    ("cloudwatch", "the CloudWatch adapter", False),
    ("azure", "the Azure adapter", False),
    ("kube-metrics-adapter", "kube-metrics-adapter", False),
)


def owner_of(api_service: Manifest) -> Owner:
    """Read who serves an APIService."""
    service = (api_service.get("spec") or {}).get("service") or {}
    namespace, name = str(service.get("namespace", "")), str(service.get("name", ""))
    if not name:
        return Owner("", "", "", follows_rules=False)
    for seen in (name.lower(), namespace.lower()):
        for part, title, follows_rules in _KNOWN:
            if part in seen:
                return Owner(title, namespace, name, follows_rules)
    return Owner("", namespace, name, follows_rules=True)
