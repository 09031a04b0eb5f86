"""The CouchDB collector: one node of 1.x, 2.x or 3.x, by its own HTTP API.

It reads ``/_stats`` (1.x) or ``/_node/_local/_stats`` and ``_system`` (2.0 and
later), ``/_active_tasks``, ``/_scheduler/jobs`` and, of the databases that are
asked for, their own documents. Names are those of couchdb-prometheus-exporter
where the original is right; counters are counters and end in ``_total``, where the
original calls every family a gauge. Replication sources, users and revisions are
never exposed.

One exporter reads one node: ask each node beside it. A part that this user may not
read is absent and counted; when the statistics themselves cannot be read, all is.
What the documents mean is ``exporters.couchdb_stats`` and ``couchdb_tasks``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from exporters.couchdb_stats import DATABASES, NODE, STATS, SYSTEM
from exporters.couchdb_tasks import active_tasks, pending_changes, scheduler_jobs
from exporters.documents import find, read_json, read_object
from exporters.errors import Reason, SourceError
from exporters.families import Reading, Value
from exporters.page_collector import DEFAULT_TIMEOUT_SECONDS, PageCollector
from exporters.rows import Row, at, read_rows
from exporters.rows import descriptors as row_descriptors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from octoscale.core.descriptor import MetricDescriptor

MAXIMUM_DATABASES = 100
"""Each is a request a scrape and a label value for ever."""

_PARTS: tuple[Row, ...] = (
    Row(
        name="active_tasks",
        help="Running tasks by type.",
        read=at("nothing"),
        labels=(*NODE, "type"),
    ),
    Row(
        name="active_tasks_changes_pending",
        help="Changes that running replications still have to copy.",
        read=at("nothing"),
        labels=NODE,
    ),
    Row(
        name="scheduler_jobs",
        help="Replication jobs of the cluster by what happened to them last.",
        read=at("nothing"),
        labels=(*NODE, "state"),
        aggregation="max",
    ),
    Row(
        name="server_info",
        help="Always 1.",
        read=at("nothing"),
        labels=(*NODE, "version"),
        aggregation="max",
    ),
)


class CouchdbCollector(PageCollector):
    """Exposes one CouchDB node.

    *uri* is the server's root. *databases* are looked into by name; ``_all_dbs``
    means all, and more than a hundred are refused.

    >>> str(CouchdbCollector("http://127.0.0.1:5984"))
    'the CouchDB node at http://127.0.0.1:5984'
    """

    def __init__(
        self,
        uri: str = "http://127.0.0.1:5984",
        *,
        prefix: str = "couchdb",
        databases: Sequence[str] = (),
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        credentials: tuple[str, str] | None = None,
    ) -> None:
        """Check the arguments; ``UsageError`` says what is wrong with them."""
        self._prefix = prefix
        self._databases = tuple(databases)
        super().__init__(
            uri,
            descriptors(prefix),
            prefix=prefix,
            timeout_seconds=timeout_seconds,
            credentials=credentials,
        )

    def __str__(self) -> str:
        """Say what is watched, for people."""
        return f"the CouchDB node at {self.uri}"

    def read_page(self, now: float) -> Reading:
        """Read the node's statistics, then what else this user may see."""
        welcome = read_object(self.body(now, "/"))
        version = welcome.get("version")
        if "couchdb" not in welcome or not isinstance(version, str):
            raise SourceError(Reason.CONTENT, "no CouchDB answers there")
        old = version.startswith(("0.", "1."))
        node = "local" if old else self._node(now)
        stats = "/_stats" if old else "/_node/_local/_stats"
        reading = self._rows(STATS, read_object(self.body(now, stats)), node)
        parts = _Parts(dict(reading.values), reading.unreadable)
        parts.values[f"{self._prefix}_server_info"] = {(node, version): 1.0}
        if not old:
            parts.add(lambda: self._system(now, node))
            parts.add(lambda: self._jobs(now, node))
        parts.add(lambda: self._tasks(now, node))
        if self._databases:
            parts.add(lambda: self._database_values(now))
        return Reading(values=parts.values, unreadable=parts.unreadable)

    def _node(self, now: float) -> str:
        """Give the node's own name; servers before 2.2 do not say it."""
        try:
            name = find(read_json(self.body(now, "/_node/_local")), ("name",))
        except SourceError as error:
            if error.reason is not Reason.STATUS:
                raise
            name = None
        return name if isinstance(name, str) else "local"

    def _rows(self, rows: Iterable[Row], document: Any, node: str) -> Reading:
        reading = read_rows(rows, document, self._prefix)
        values = {name: _within(node, v) for name, v in reading.values.items()}
        return Reading(values=values, unreadable=reading.unreadable)

    def _system(self, now: float, node: str) -> dict[str, Value]:
        document = read_object(self.body(now, "/_node/_local/_system"))
        return dict(self._rows(SYSTEM, document, node).values)

    def _tasks(self, now: float, node: str) -> dict[str, Value]:
        document = read_json(self.body(now, "/_active_tasks"))
        name = f"{self._prefix}_active_tasks"
        pending = pending_changes(document)
        found = {name: _within(node, active_tasks(document))}
        if pending is not None:
            found[f"{name}_changes_pending"] = _within(node, pending)
        return found

    def _jobs(self, now: float, node: str) -> dict[str, Value]:
        document = read_json(self.body(now, "/_scheduler/jobs?limit=1000"))
        name = f"{self._prefix}_scheduler_jobs"
        return {name: _within(node, scheduler_jobs(document))}

    def _database_values(self, now: float) -> dict[str, Value]:
        names = list(self._databases)
        if names == ["_all_dbs"]:
            names = read_json(self.body(now, "/_all_dbs"))
        if len(names) > MAXIMUM_DATABASES:
            raise SourceError(
                Reason.CONTENT, f"more than {MAXIMUM_DATABASES} databases"
            )
        found: dict[str, dict[tuple[str, ...], float]] = {}
        for database in names:
            path = f"/{quote(str(database), safe='')}"
            document = read_object(self.body(now, path))
            reading = read_rows(DATABASES, document, self._prefix)
            for name, value in reading.values.items():
                if isinstance(value, float):
                    found.setdefault(name, {})[str(database),] = value
        return dict(found)


class _Parts:
    """Collects what is read beside the statistics, each part for itself."""

    def __init__(self, values: dict[str, Value], unreadable: int) -> None:
        self.values = values
        self.unreadable = unreadable

    def add(self, read: Callable[[], dict[str, Value]]) -> None:
        """Read a part; one that fails is left out and counted.

        Not so when time is up or the server is gone: then nothing is whole.
        """
        try:
            self.values.update(read())
        except SourceError as error:
            if error.reason not in _PARTIAL:
                raise
            self.unreadable += 1
        except (TypeError, ValueError, AttributeError, LookupError):
            self.unreadable += 1


_PARTIAL = (Reason.STATUS, Reason.CREDENTIALS, Reason.CONTENT, Reason.TOO_LARGE)


def descriptors(prefix: str = "couchdb") -> tuple[MetricDescriptor, ...]:
    """Declare what the collector exposes of a node.

    >>> descriptors()[0].series_name, descriptors()[0].kind
    ('couchdb_httpd_requests_total', 'counter')
    """
    return row_descriptors((*STATS, *SYSTEM, *DATABASES, *_PARTS), prefix)


def _within(node: str, value: Value) -> Value:
    """Put the node's name before the label values."""
    if isinstance(value, float | int):
        return {(node,): value}
    return {(node, *labels): number for labels, number in value.items()}
