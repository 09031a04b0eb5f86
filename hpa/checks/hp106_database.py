"""HP106: a database is scaled like a stateless service.

Judged by the image's name only; whether the replicas share data is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context

DATABASES = (
    "couchdb",
    "etcd",
    "influxdb",
    "mariadb",
    "mongo",
    "mongodb",
    "mysql",
    "neo4j",
    "postgres",
    "postgresql",
    "redis",
    "valkey",
)
"""Images whose further copies do not know of the first; clustered stores that
balance themselves are not among them."""


def check(context: Context) -> Iterator[Finding]:
    """Find scale targets whose first container runs a well-known database.

    A second pod of such an image is a second, empty database behind the same
    Service: readers see half of the data. Scaling a database is the business of
    its own clustering or of an operator. Only the first container counts, so a
    cache beside a service is fine.
    """
    for subject in context.hpas:
        workload = context.target(subject)
        if workload is None or not workload.containers:
            continue
        image = workload.containers[0].image
        if _base_name(image) in DATABASES:
            yield Finding(
                code="HP106",
                severity=Severity.WARNING,
                place=subject.place("spec", "scaleTargetRef", "name"),
                message=f"{workload.manifest.title} runs the database {image!r}: "
                "further replicas do not share its data by themselves",
                hint="scale what asks the database, or use its own clustering",
            )


def _base_name(image: str) -> str:
    """Give the last part of an image's name.

    >>> _base_name("registry.example:5000/library/mongo:4.2")
    'mongo'
    """
    return image.partition("@")[0].rpartition("/")[2].partition(":")[0]
