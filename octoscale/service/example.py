"""The commented service file that ``octoscale init`` writes."""

from __future__ import annotations

from importlib import resources

from octoscale.core.errors import UsageError
from octoscale.service.catalogued import catalogued
from octoscale.service.names import safe_service_name

PLACEHOLDER = "my-service"
"""The name in the packaged example; it occurs nowhere else in it."""


def example(service: str = PLACEHOLDER) -> str:
    """Give the example for a service of that name.

    A service of the catalogue gets its own, complete file.

    Raises ``UsageError`` when *service* cannot name Kubernetes objects.
    """
    if not safe_service_name(service):
        raise UsageError(
            f"{service!r} cannot name a service in Kubernetes",
            hint="use lower-case letters, digits and '-', at most 63, e.g. my-shop",
        )
    known = catalogued(service)
    if known is not None:
        return known
    packaged = resources.files("octoscale.service").joinpath("example.yaml")
    return packaged.read_text(encoding="utf-8").replace(PLACEHOLDER, service)
