"""MongoDB's ``serverStatus`` document, old layouts and new, as a table of rows.

Pure: a document in, values out. Names are those of dcu's mongodb_exporter, which
CMS runs beside DAS' database, with the types put right. A section that a server
has not (``backgroundFlushing`` since 4.0) is absent.
"""

from __future__ import annotations

from exporters.rows import Read, Row, at, each, first_of, keys_at


def _counter(name: str, text: str, read: Read, *labels: str) -> Row:
    unit = "bytes" if name.endswith("_bytes_total") else ""
    return Row(
        name=name, help=text, read=read, kind="counter", unit=unit, labels=labels
    )


def _below(*path: str, **keys: str) -> Read:
    return each({label: (*path, key) for label, key in keys.items()})


_OPERATIONS = {
    name: name for name in ("insert", "query", "update", "delete", "getmore", "command")
}

ROWS: tuple[Row, ...] = (
    Row(
        name="instance_uptime_seconds",
        help="Time since the server started.",
        read=first_of(("uptime",)),
        unit="seconds",
        aggregation="min",
        expects="uptime",
    ),
    _counter("asserts_total", "Assertions raised.", keys_at("asserts"), "type"),
    Row(
        name="connections",
        help="Connections of clients: in use, working, and still possible.",
        read=_below(
            "connections", current="current", available="available", active="active"
        ),
        labels=("state",),
        expects="connections",
    ),
    _counter(
        "connections_created_total",
        "Connections accepted.",
        at("connections", "totalCreated"),
    ),
    _counter(
        "op_counters_total",
        "Operations of clients.",
        _below("opcounters", **_OPERATIONS),
        "type",
    ),
    _counter(
        "op_counters_repl_total",
        "Operations replicated.",
        _below("opcountersRepl", **_OPERATIONS),
        "type",
    ),
    _counter(
        "network_bytes_total",
        "Bytes on the network.",
        _below("network", in_bytes="bytesIn", out_bytes="bytesOut"),
        "state",
    ),
    _counter(
        "network_requests_total",
        "Requests received.",
        at("network", "numRequests"),
    ),
    Row(
        name="memory_bytes",
        help="Memory of the server; mapped is of servers before WiredTiger.",
        read=each(
            {
                "resident": ("mem", "resident"),
                "virtual": ("mem", "virtual"),
                "mapped": ("mem", "mapped"),
                "mapped_with_journal": ("mem", "mappedWithJournal"),
            },
            factor=1024 * 1024,
        ),
        unit="bytes",
        labels=("type",),
    ),
    Row(
        name="global_lock_current_queue",
        help="Operations that wait for the global lock.",
        read=_below("globalLock", "currentQueue", reader="readers", writer="writers"),
        labels=("type",),
    ),
    Row(
        name="global_lock_client",
        help="Clients with an operation that runs.",
        read=_below("globalLock", "activeClients", reader="readers", writer="writers"),
        labels=("type",),
    ),
    _counter(
        "extra_info_page_faults_total",
        "Page faults.",
        at("extra_info", "page_faults"),
    ),
    _counter(
        "metrics_document_total",
        "Documents.",
        _below(
            "metrics",
            "document",
            deleted="deleted",
            inserted="inserted",
            returned="returned",
            updated="updated",
        ),
        "state",
    ),
    _counter(
        "metrics_query_executor_total",
        "Index entries and documents looked at.",
        _below(
            "metrics",
            "queryExecutor",
            scanned="scanned",
            scanned_objects="scannedObjects",
        ),
        "state",
    ),
    _counter(
        "metrics_operation_total",
        "Operations of a costly kind.",
        _below(
            "metrics",
            "operation",
            scan_and_order="scanAndOrder",
            write_conflicts="writeConflicts",
            fastmod="fastmod",
            idhack="idhack",
        ),
        "type",
    ),
    Row(
        name="metrics_cursor_open",
        help="Open cursors.",
        read=_below(
            "metrics",
            "cursor",
            "open",
            total="total",
            pinned="pinned",
            no_timeout="noTimeout",
        ),
        labels=("state",),
    ),
    _counter(
        "metrics_cursor_timed_out_total",
        "Cursors that timed out.",
        at("metrics", "cursor", "timedOut"),
    ),
)
"""Everything that may be exposed of a server."""
