"""MF403: a Service sends to a port that none of its pods has.

Named ports only: a number needs no declaration. Services without pods are MF502's
business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.check.discovery import target_port
from octoscale.check.selecting import as_labels
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context


def check(context: Context) -> Iterator[Finding]:
    """Find a ``targetPort`` by a name that no selected pod declares.

    The Service then has no endpoint for that port, and connections are refused.
    """
    for service in context.lookup.of_kind("Service"):
        ports = service.at("spec", "ports")
        selector = as_labels(service.at("spec", "selector"))
        pods = context.pods_with(service.namespace, selector) if selector else ()
        for index, port in enumerate(ports if isinstance(ports, list) else ()):
            named = isinstance(port, dict) and isinstance(port.get("targetPort"), str)
            if not named or not pods or any(target_port(port, each) for each in pods):
                continue
            names = sorted({each.name for one in pods for each in one.ports} - {""})
            known = f"they have {', '.join(names)}" if names else "they name none"
            yield Finding(
                code="MF403",
                severity=Severity.ERROR,
                place=service.place("spec", "ports", index, "targetPort"),
                message=f"{service.title} sends to the port {port['targetPort']!r}, "
                f"which none of its pods has: {known}",
                hint="name a containerPort, or write its number",
            )
