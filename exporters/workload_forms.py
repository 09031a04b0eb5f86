"""How the catalogue's workloads are made: each kind's metric, and why that one.

Which services there are is ``exporters.catalogue``.
"""

from __future__ import annotations

from dataclasses import replace

from exporters.building import Request
from exporters.workloads import Metric, Workload

_FDS = (
    "each open connection is a descriptor: concurrency, seen from outside; it keeps "
    "growing under overload, until the limit of descriptors"
)


THEIRS = "theirs"
"""A pattern that their scripts have."""

ASSUMED = "assumed"
"""One that is made from the service's name."""


def process(
    name: str,
    namespace: str,
    port: int,
    pattern: str,
    prefix: str,
    *,
    source: str = ASSUMED,
) -> Workload:
    """Give a workload that is seen by its process, scaled on its descriptors."""
    return Workload(
        name=name,
        namespace=namespace,
        port=port,
        request=Request(kind="process", pattern=pattern, prefix=prefix),
        metric=Metric(series=f"{prefix}_process_open_fds", target="200", why=_FDS),
        pattern_from=source,
    )


def scaled(workload: Workload, least: int, most: int, target: str = "") -> Workload:
    """Give *workload* with its bounds, and its metric with *target* if one is said."""
    metric = workload.metric
    return replace(
        workload,
        metric=replace(metric, target=target or metric.target),
        replicas=(least, most),
    )


def dbs(name: str, port: int, pattern: str, prefix: str) -> Workload:
    """Give one of DBS' workloads: their target was 800 descriptors for each."""
    least = 3 if name == "dbs-migrate" else 5
    most = 5 if name == "dbs-migrate" else 8
    known = name == "dbs-global-r"
    source = THEIRS if known else f"{ASSUMED} from DBSGlobalReader"
    watched = process(name, "dbs", port, pattern, prefix, source=source)
    return scaled(watched, least, most, "800")


def couchdb(name: str, namespace: str, port_exception: int) -> Workload:
    """Give a CouchDB, beside which *port_exception* was its exporter's port."""
    return Workload(
        name=name,
        namespace=namespace,
        port=5984,
        port_exception=port_exception,
        request=Request(kind="couchdb", uri="http://127.0.0.1:5984"),
        metric=Metric(
            series="couchdb_httpd_requests_total",
            kind="counter",
            target="50",
            why="requests answered; a database is not scaled like a stateless "
            "service: use it to size the cluster, not for an HPA on its storage",
        ),
    )


def probe(name: str, namespace: str, port: int, path: str) -> Workload:
    """Give a workload of which only an address is known."""
    prefix = name.replace("-", "_")
    return Workload(
        name=name,
        namespace=namespace,
        port=port,
        request=Request(
            kind="http", uri=f"http://127.0.0.1:{port}{path}", prefix=prefix
        ),
        metric=Metric(
            series=f"{prefix}_duration_seconds",
            target="500m",
            why="all that is known from outside; middleware in the service says more",
        ),
    )
