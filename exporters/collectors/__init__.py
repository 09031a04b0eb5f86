"""The table of collectors: one row and one file for each kind of source.

A collector's module is imported when it is asked for, so that a service pays
only for its own. Collectors do not know each other.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from octoscale.core.descriptor import MetricDescriptor


class CollectorRow(NamedTuple):
    """One kind of source that can be exported."""

    name: str
    """As on the command line; also the module's, its test's and its page's."""

    reads: str
    """What the collector reads, in a few words."""

    prefix: str
    """How its series begin when nobody says otherwise."""

    def descriptors(self, prefix: str | None = None) -> tuple[MetricDescriptor, ...]:
        """Give the source's metrics as the collector's module declares them."""
        module = importlib.import_module(f"{__name__}.{self.name}")
        return cast(
            "tuple[MetricDescriptor, ...]", module.descriptors(prefix or self.prefix)
        )


COLLECTORS: tuple[CollectorRow, ...] = (
    CollectorRow(
        name="apache",
        reads="Apache's status page, server-status?auto",
        prefix="apache",
    ),
    CollectorRow(
        name="cgroup",
        reads="the container it runs in, in /sys/fs/cgroup",
        prefix="container",
    ),
    CollectorRow(
        name="cherrypy",
        reads="a CherryPy server's statistics, cpstats as JSON",
        prefix="cherrypy",
    ),
    CollectorRow(
        name="couchdb",
        reads="one CouchDB node, 1.x to 3.x, by its HTTP API",
        prefix="couchdb",
    ),
    CollectorRow(
        name="das",
        reads="the status page of DAS, /das/status",
        prefix="das2go",
    ),
    CollectorRow(
        name="expvar",
        reads="a Go program's /debug/vars",
        prefix="expvar",
    ),
    CollectorRow(
        name="groups",
        reads="all processes of this machine, in groups",
        prefix="namedprocess_namegroup",
    ),
    CollectorRow(
        name="http",
        reads="whether an address answers, and how",
        prefix="http_probe",
    ),
    CollectorRow(
        name="mapping",
        reads="any page of JSON or text, by a declarative mapping",
        prefix="mapping",
    ),
    CollectorRow(
        name="mongodb",
        reads="a MongoDB server's serverStatus",
        prefix="mongodb",
    ),
    CollectorRow(
        name="process",
        reads="one process of this machine, in /proc",
        prefix="process_exporter",
    ),
    CollectorRow(
        name="redis",
        reads="the depth of queues in Redis",
        prefix="redis",
    ),
    CollectorRow(
        name="wmcore",
        reads="a WMCore service's proc_status",
        prefix="wmcore",
    ),
)
"""All collectors, by name."""
