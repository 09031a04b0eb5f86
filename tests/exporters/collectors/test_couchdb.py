"""The CouchDB collector, replayed from every real document."""

from __future__ import annotations

import json
from typing import Any

import pytest

from exporters.collectors.couchdb import CouchdbCollector
from tests.exporters.exposed import Samples, samples, text_of, types
from tests.exporters.serving_pages import Page, pages
from tests.reference import reference

SYSTEM = {
    "uptime": 60,
    "memory": {"atom": 504433, "processes": 11010032},
    "run_queue": 0,
    "process_count": 220,
    "context_switches": 7,
}


def real(name: str) -> bytes:
    return reference("real", "payloads", "couchdb", name).read_bytes()


def node(version: str) -> dict[str, Page]:
    """Give the pages of a real server of that layout."""
    if version == "v1":
        return {
            "/": real("couchdb-v1.json"),
            "/_stats": real("couchdb-stats-response-v1.json"),
            "/_active_tasks": real("active-tasks-v1.json"),
            "/_all_dbs": real("all-dbs.json"),
            "/example": real("example-meta-v1.json"),
        }
    return {
        "/": real(f"couchdb-{version}.json"),
        "/_node/_local": real("couchdb-localonly-response-v2.json"),
        "/_node/_local/_stats": real(f"couchdb-stats-response-{version}.json"),
        "/_node/_local/_system": json.dumps(SYSTEM).encode(),
        "/_active_tasks": real(f"active-tasks-{version}.json"),
        "/_scheduler/jobs": real(f"scheduler-jobs-{version}.json"),
        "/_all_dbs": real("all-dbs.json"),
        "/example": real(f"example-meta-{version}.json"),
    }


def scrape(content: dict[str, Page], **options: Any) -> str:
    with pages(content) as uri:
        return text_of(CouchdbCollector(uri, **options))


def value(text: str, name: str, **labels: str) -> float:
    return samples(text)[name, tuple(sorted(labels.items()))]


@pytest.mark.parametrize(
    ("version", "name", "requests", "gets"),
    [
        ("v1", "local", 69, 4711),
        ("v2", "node1@127.0.0.1", 620, 4712),
        ("v2-pre", "node1@127.0.0.1", None, None),
    ],
)
def test_every_layout_is_read(
    version: str, name: str, requests: float | None, gets: float | None
) -> None:
    text = scrape(node(version), databases=["example"])
    found = samples(text)
    assert found["couchdb_up", ()] == 1
    assert found["couchdb_exporter_scrape_unreadable_families", ()] == 0
    own = value(text, "couchdb_httpd_requests_total", node_name=name)
    assert requests is None or own == requests
    methods = "couchdb_httpd_request_methods_total"
    own = value(text, methods, node_name=name, method="GET")
    assert gets is None or own == gets
    tasks = "couchdb_active_tasks"
    assert value(text, tasks, node_name=name, type="replication") == 1
    assert value(text, "couchdb_database_doc_count", db_name="example") == 1
    size = value(text, "couchdb_database_disk_size", db_name="example")
    assert size == (12396 if version == "v1" else 58570)


def test_statistics_that_1x_has_not_counted_yet_are_absent() -> None:
    text = scrape(node("v1"))
    assert "couchdb_httpd_auth_cache_hits_total" not in types(text)
    assert 'method="PUT"' in text
    assert 'method="DELETE"' not in text


def test_counters_are_counters() -> None:
    declared = types(scrape(node("v2")))
    assert declared["couchdb_httpd_requests_total"] == "counter"
    assert declared["couchdb_httpd_open_databases"] == "gauge"
    assert declared["couchdb_replicator_requests_total"] == "counter"


DOCUMENTED = "couchdb@172.16.238.11"
PLAIN = {
    "couchdb_httpd_requests": ("couchdb", "httpd", "requests"),
    "couchdb_httpd_bulk_requests": ("couchdb", "httpd", "bulk_requests"),
    "couchdb_httpd_view_reads": ("couchdb", "httpd", "view_reads"),
    "couchdb_httpd_temporary_view_reads": ("couchdb", "httpd", "temporary_view_reads"),
    "couchdb_httpd_auth_cache_hits": ("couchdb", "auth_cache_hits"),
    "couchdb_httpd_auth_cache_misses": ("couchdb", "auth_cache_misses"),
    "couchdb_httpd_database_reads": ("couchdb", "database_reads"),
    "couchdb_httpd_database_writes": ("couchdb", "database_writes"),
    **{
        f"couchdb_replicator_{name}": ("couch_replicator", name)
        for name in (
            *("changes_manager_deaths", "changes_queue_deaths", "db_scans"),
            *("changes_read_failures", "changes_reader_deaths", "failed_starts"),
            *("requests", "worker_deaths", "workers_started"),
        )
    },
}
"""Counters of the original, and where the statistics have them."""

GAUGES = {
    "couchdb_httpd_open_databases": ("couchdb", "open_databases"),
    "couchdb_httpd_open_os_files": ("couchdb", "open_os_files"),
    "couchdb_httpd_clients_requesting_changes": (
        *("couchdb", "httpd", "clients_requesting_changes"),
    ),
    "couchdb_replicator_cluster_is_stable": ("couch_replicator", "cluster_is_stable"),
}
LABELLED = {
    "couchdb_httpd_status_codes": ("couchdb", "httpd_status_codes"),
    "couchdb_httpd_request_methods": ("couchdb", "httpd_request_methods"),
    "couchdb_fabric_doc_update": ("fabric", "doc_update"),
    "couchdb_fabric_open_shard": ("fabric", "open_shard"),
    "couchdb_fabric_read_repairs": ("fabric", "read_repairs"),
    "couchdb_fabric_worker": ("fabric", "worker"),
    "couchdb_replicator_checkpoints": ("couch_replicator", "checkpoints"),
    "couchdb_replicator_connections": ("couch_replicator", "connections"),
    "couchdb_replicator_docs": ("couch_replicator", "docs"),
    "couchdb_replicator_responses": ("couch_replicator", "responses"),
    "couchdb_replicator_stream_responses": ("couch_replicator", "stream_responses"),
    "couchdb_server_couch_log": ("couch_log", "level"),
}
RENAMED = {"couchdb_server_couch_log": "couchdb_log_messages"}


def documented() -> Samples:
    """Give the documented values of one node and of the databases."""
    recorded = reference("real", "exposition", "couchdb_exporter_documented.prom")
    # The documentation leaves lines out, in words that no parser takes.
    lines = recorded.read_text().splitlines(keepends=True)
    return samples("".join(line for line in lines if line.startswith("couchdb_")))


def put(document: dict[str, Any], path: tuple[str, ...], value: float) -> None:
    for step in path:
        document = document.setdefault(step, {})
    document["value"] = value


def stats_of(theirs: Samples) -> dict[str, Any]:
    """Write the statistics from which the original would have had its values."""
    stats: dict[str, Any] = {}
    for (name, labels), number in theirs.items():
        held = dict(labels)
        if held.pop("node_name", None) != DOCUMENTED:
            continue
        if name in PLAIN or name in GAUGES:
            put(stats, (PLAIN | GAUGES)[name], number)
        elif name in LABELLED:
            (key,) = held.values()
            put(stats, (*LABELLED[name], key), number)
    return stats


def test_the_documented_values_are_reproduced_from_their_statistics() -> None:
    theirs = documented()
    content = node("v2")
    content["/_node/_local/_stats"] = json.dumps(stats_of(theirs)).encode()
    content["/_node/_local"] = json.dumps({"name": DOCUMENTED}).encode()
    ours = samples(scrape(content))
    compared = 0
    for (name, labels), number in theirs.items():
        if dict(labels).get("node_name") != DOCUMENTED:
            continue
        if name in PLAIN or name in LABELLED:
            assert ours[f"{RENAMED.get(name, name)}_total", labels] == number
        elif name in GAUGES:
            assert ours[name, labels] == number
        else:
            continue
        compared += 1
    assert compared >= len(PLAIN) + len(GAUGES) + 3 * len(LABELLED)


def test_the_documented_databases_and_memory_are_reproduced() -> None:
    theirs = documented()
    names = ["_global_changes", "_replicator", "_users", "db-1", "db-2"]
    fields = ("doc_count", "doc_del_count", "disk_size", "data_size", "compact_running")
    content = node("v2")
    for name in names:
        label = (("db_name", name),)
        found = {key: theirs[f"couchdb_database_{key}", label] for key in fields}
        found["compact_running"] = found["compact_running"] == 1
        content[f"/{name}"] = json.dumps(found).encode()
    prefix = "couchdb_erlang_memory_"
    memory = {
        name.removeprefix(prefix): number
        for (name, labels), number in theirs.items()
        if name.startswith(prefix) and dict(labels)["node_name"] == DOCUMENTED
    }
    content["/_node/_local/_system"] = json.dumps({"memory": memory}).encode()
    content["/_node/_local"] = json.dumps({"name": DOCUMENTED}).encode()
    text = scrape(content, databases=names)
    for name in names:
        for key in fields:
            label = (("db_name", name),)
            series = f"couchdb_database_{key}"
            assert samples(text)[series, label] == theirs[series, label]
    for kind, number in memory.items():
        own = value(
            text, "couchdb_erlang_memory_bytes", node_name=DOCUMENTED, kind=kind
        )
        assert own == number
    assert len(memory) == 8


JOBS = {
    "adds": ("counter", 7),
    "crashes": ("counter", 2),
    "pending": ("gauge", 3),
    "running": ("gauge", 4),
}


def test_what_jobs_do_and_what_became_of_them_are_told_apart() -> None:
    content = node("v2")
    jobs = {k: {"type": kind, "value": number} for k, (kind, number) in JOBS.items()}
    stats = json.loads(real("couchdb-stats-response-v2.json"))
    stats["couch_replicator"]["jobs"] = jobs
    content["/_node/_local/_stats"] = json.dumps(stats).encode()
    text = scrape(content)
    name = "node1@127.0.0.1"
    for key, (kind, number) in JOBS.items():
        series = "jobs" if kind == "gauge" else "job_events_total"
        series = f"couchdb_replicator_{series}"
        assert value(text, series, node_name=name, metric=key) == number


def test_jobs_are_counted_and_their_addresses_kept_to_ourselves() -> None:
    text = scrape(node("v2"))
    name = "node1@127.0.0.1"
    jobs = {
        dict(labels)["state"]: number
        for (series, labels), number in samples(text).items()
        if series == "couchdb_scheduler_jobs"
    }
    assert jobs["crashed"] >= 1
    assert sum(jobs.values()) == 3
    pending = "couchdb_active_tasks_changes_pending"
    assert value(text, pending, node_name=name) == 3421685
    for secret in ("source-db", "admin", "econnrefused", "g1AAAA"):
        assert secret not in text


@pytest.mark.parametrize(
    ("path", "status"), [("/_active_tasks", 401), ("/_scheduler/jobs", 403)]
)
def test_a_forbidden_part_costs_itself_only(path: str, status: int) -> None:
    found = samples(scrape({**node("v2"), path: status}))
    assert found["couchdb_up", ()] == 1
    assert found["couchdb_exporter_scrape_unreadable_families", ()] == 1


def test_without_statistics_nothing_is_exposed() -> None:
    text = scrape({**node("v2"), "/_node/_local/_stats": 401})
    assert samples(text)["couchdb_up", ()] == 0
    assert "couchdb_server_info" not in types(text)


def test_a_cluster_before_22_has_no_name_of_its_own() -> None:
    text = scrape({**node("v2"), "/_node/_local": 404})
    assert 'node_name="local"' in text


def test_more_databases_than_series_can_be_are_refused() -> None:
    names = json.dumps([f"db{n}" for n in range(101)]).encode()
    text = scrape({**node("v2"), "/_all_dbs": names}, databases=["_all_dbs"])
    assert samples(text)["couchdb_exporter_scrape_unreadable_families", ()] == 1


def test_all_databases_are_found_by_name() -> None:
    meta = real("example-meta-v2.json")
    names = json.loads(real("all-dbs.json"))
    content = {**node("v2"), **{f"/{name}": meta for name in names}}
    text = scrape(content, databases=["_all_dbs"])
    assert text.count("couchdb_database_doc_count{") == len(names)


WELCOME_3 = {"couchdb": "Welcome", "version": "3.3.3", "features": ["scheduler"]}


def test_a_3x_node_is_read_with_its_system() -> None:
    text = scrape({**node("v2"), "/": json.dumps(WELCOME_3).encode()})
    name = "node1@127.0.0.1"
    found = samples(text)
    assert found["couchdb_up", ()] == 1
    assert value(text, "couchdb_server_info", node_name=name, version="3.3.3") == 1
    assert (
        value(text, "couchdb_erlang_run_queue", node_name=name) == SYSTEM["run_queue"]
    )


def test_a_3x_node_that_wants_a_login_is_absent() -> None:
    content = {**node("v2"), "/": json.dumps(WELCOME_3).encode()}
    closed = {path: 401 for path in content if path.startswith("/_node")}
    found = samples(scrape({**content, **closed}))
    assert found["couchdb_up", ()] == 0
    failures = "couchdb_exporter_scrape_failures_total"
    assert found[failures, (("reason", "credentials"),)] == 1
