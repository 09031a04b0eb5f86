"""CouchDB's own statistics, of 1.x and of 2.x and later, as tables of rows.

Pure: documents in, values out. Which addresses they come from is the CouchDB
collector's business. Counters are counters here; couchdb-prometheus-exporter, whose
names these are otherwise, declares every family a gauge.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from exporters.documents import Path, find, number
from exporters.rows import Read, Row, first_of

if TYPE_CHECKING:
    from exporters.families import Value

NODE = ("node_name",)
DATABASE = ("db_name",)


def _stat(*path: str) -> Read:
    """Read one statistic: ``current`` in 1.x, ``value`` later.

    1.x says null for what has not happened yet, so that it is absent until then.
    """
    return first_of((*path, "current"), ("couchdb", *path, "value"), (*path, "value"))


def _below(*path: str, only: str = "") -> Read:
    """Read one statistic for each key below *path*, or those of the type *only*."""

    def read(document: Any) -> Value | None:
        entries = find(document, path) or find(document, ("couchdb", *path))
        if not isinstance(entries, Mapping):
            return None
        if len(entries) > 100:
            raise ValueError("more keys than any CouchDB has")
        found: dict[tuple[str, ...], float] = {}
        for key, entry in entries.items():
            if only and find(entry, ("type",)) != only:
                continue
            value = find(entry, ("current",)) if "current" in entry else None
            value = find(entry, ("value",)) if value is None else value
            if value is not None and not isinstance(value, Mapping):
                found[str(key),] = number(value)
        return found or None

    return read


def _counter(name: str, text: str, *path: str) -> Row:
    return Row(
        name=f"{name}_total", help=text, read=_stat(*path), kind="counter", labels=NODE
    )


def _counters(name: str, text: str, label: str, *path: str) -> Row:
    return Row(
        name=f"{name}_total",
        help=text,
        read=_below(*path),
        kind="counter",
        labels=(*NODE, label),
    )


def _gauge(name: str, text: str, *path: str) -> Row:
    return Row(name=name, help=text, read=_stat(*path), labels=NODE)


def _request_time(document: Any) -> Value | None:
    """Read the mean request time, which both layouts have in milliseconds."""
    value = find(document, ("couchdb", "request_time", "mean"))
    if value is None:
        value = find(document, ("couchdb", "request_time", "value", "arithmetic_mean"))
    return None if value is None else number(value) / 1000


def _request_quantiles(document: Any) -> Value | None:
    """Read 2.x' percentiles; it writes the 99.9th as 999."""
    pairs = find(document, ("couchdb", "request_time", "value", "percentile"))
    if not isinstance(pairs, list):
        return None
    found: dict[tuple[str, ...], float] = {}
    for pair in pairs:
        percent, value = pair
        written = 99.9 if percent == 999 else number(percent)
        found[f"{written:g}",] = number(value) / 1000
    return found or None


STATS: tuple[Row, ...] = (
    _counter("httpd_requests", "HTTP requests.", "httpd", "requests"),
    _counter("httpd_bulk_requests", "Bulk requests.", "httpd", "bulk_requests"),
    _counter("httpd_view_reads", "View reads.", "httpd", "view_reads"),
    _counter(
        "httpd_temporary_view_reads",
        "Temporary view reads.",
        "httpd",
        "temporary_view_reads",
    ),
    _counter(
        "httpd_aborted_requests", "Aborted requests.", "httpd", "aborted_requests"
    ),
    _gauge(
        "httpd_clients_requesting_changes",
        "Clients that follow a _changes feed.",
        "httpd",
        "clients_requesting_changes",
    ),
    _counters("httpd_request_methods", "Requests.", "method", "httpd_request_methods"),
    _counters("httpd_status_codes", "Answers.", "code", "httpd_status_codes"),
    *(
        Row(
            name=f"httpd_{name}_total",
            help=text,
            read=first_of(("couchdb", name, "current"), ("couchdb", name, "value")),
            kind="counter",
            labels=NODE,
        )
        for name, text in (
            ("auth_cache_hits", "Authentications found in the cache."),
            ("auth_cache_misses", "Authentications not found in the cache."),
            ("database_reads", "Documents read from a database."),
            ("database_writes", "Changes of a database."),
        )
    ),
    *(
        Row(
            name=f"httpd_{name}",
            help=text,
            read=first_of(("couchdb", name, "current"), ("couchdb", name, "value")),
            labels=NODE,
        )
        for name, text in (
            ("open_databases", "Open databases."),
            ("open_os_files", "Files that CouchDB has open."),
        )
    ),
    Row(
        name="httpd_request_time_mean_seconds",
        help="Mean time of a request inside CouchDB, as CouchDB computes it.",
        read=_request_time,
        unit="seconds",
        labels=NODE,
        aggregation="avg",
    ),
    Row(
        name="httpd_request_time_percentile_seconds",
        help="Time of a request inside CouchDB: its own percentiles; not to be summed.",
        read=_request_quantiles,
        unit="seconds",
        labels=(*NODE, "percentile"),
        aggregation="max",
    ),
    *(
        _counters(f"fabric_{name}", text, "metric", "fabric", name)
        for name, text in (
            ("worker", "Workers of the cluster layer, by what went wrong."),
            ("open_shard", "Shards that could not be opened, by why."),
            ("read_repairs", "Read repairs."),
            ("doc_update", "Document updates of the cluster layer that failed."),
        )
    ),
    _counters(
        "replicator_checkpoints",
        "Checkpoints of the replicator.",
        "metric",
        "couch_replicator",
        "checkpoints",
    ),
    *(
        _counter(f"replicator_{name}", text, "couch_replicator", name)
        for name, text in (
            ("failed_starts", "Replications that failed to start."),
            ("requests", "Requests of the replicator."),
            ("changes_read_failures", "Failures to read a _changes feed."),
            ("changes_reader_deaths", "Readers of a _changes feed that died."),
            ("changes_manager_deaths", "Managers of a _changes feed that died."),
            ("changes_queue_deaths", "Queues of a _changes feed that died."),
            ("db_scans", "Replicator databases looked through."),
            ("worker_deaths", "Replicator workers that died."),
            ("workers_started", "Replicator workers started."),
        )
    ),
    *(
        _counters(f"replicator_{name}", text, "metric", "couch_replicator", name)
        for name, text in (
            ("responses", "Answers to the replicator."),
            ("stream_responses", "Streamed answers to the replicator."),
            ("connections", "What the replicator did with connections."),
            ("docs", "What happened to replication documents."),
        )
    ),
    Row(
        name="replicator_job_events_total",
        help="What happened to replication jobs.",
        read=_below("couch_replicator", "jobs", only="counter"),
        kind="counter",
        labels=(*NODE, "metric"),
    ),
    Row(
        name="replicator_jobs",
        help="Replication jobs, by what they do.",
        read=_below("couch_replicator", "jobs", only="gauge"),
        labels=(*NODE, "metric"),
    ),
    _gauge(
        "replicator_cluster_is_stable",
        "Whether the replicator sees a stable cluster: 1 or 0.",
        "couch_replicator",
        "cluster_is_stable",
    ),
    _counters("log_messages", "Messages logged.", "level", "couch_log", "level"),
)
"""``_stats`` of one node."""


def _memory(document: Any) -> Value | None:
    entries = find(document, ("memory",))
    if not isinstance(entries, Mapping):
        return None
    kinds = ("atom", "atom_used", "binary", "code", "ets", "other", "processes")
    return {
        (kind,): number(entries[kind])
        for kind in (*kinds, "processes_used")
        if kind in entries
    } or None


def _system(name: str, text: str, path: Path, *, kind: str = "gauge") -> Row:
    counter = kind == "counter"
    return Row(
        name=f"{name}_total" if counter else name,
        help=text,
        read=first_of(path),
        kind="counter" if counter else "gauge",
        labels=NODE,
    )


SYSTEM: tuple[Row, ...] = (
    Row(
        name="erlang_memory_bytes",
        help="Memory of the Erlang machine.",
        read=_memory,
        unit="bytes",
        labels=(*NODE, "kind"),
    ),
    _system("erlang_process_count", "Erlang processes.", ("process_count",)),
    _system("erlang_process_limit", "Erlang processes allowed.", ("process_limit",)),
    _system("erlang_run_queue", "Erlang processes ready to run.", ("run_queue",)),
    _system(
        "erlang_context_switches",
        "Switches between Erlang processes.",
        ("context_switches",),
        kind="counter",
    ),
    _system("uptime_seconds", "Time since the node started.", ("uptime",)),
)
"""``_system`` of one node; 2.0 and later."""


def _compacting(document: Any) -> Value | None:
    value = find(document, ("compact_running",))
    return None if value is None else float(value is True)


DATABASES: tuple[Row, ...] = (
    Row(
        name="database_compact_running",
        help="Whether the database is being compacted: 1 or 0.",
        read=_compacting,
        labels=DATABASE,
    ),
    *(
        Row(name=f"database_{name}", help=text, read=first_of(*paths), labels=DATABASE)
        for name, text, paths in (
            ("doc_count", "Documents.", (("doc_count",),)),
            ("doc_del_count", "Deleted documents.", (("doc_del_count",),)),
            (
                "disk_size",
                "Bytes of the database's file.",
                (("sizes", "file"), ("disk_size",)),
            ),
            (
                "data_size",
                "Bytes of live data in it.",
                (("sizes", "active"), ("data_size",)),
            ),
        )
    ),
)
"""A database's own document."""
