"""The CouchDB collector, replayed from every real document."""

from __future__ import annotations

import json
from typing import Any

import pytest

from exporters.collectors.couchdb import CouchdbCollector
from tests.exporters.exposed import samples, text_of, types
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


def test_the_documented_values_are_reproduced_from_their_statistics() -> None:
    recorded = reference("real", "exposition", "couchdb_exporter_documented.prom")
    # The documentation leaves lines out, in words that no parser takes.
    lines = recorded.read_text().splitlines(keepends=True)
    theirs = samples("".join(line for line in lines if line.startswith("couchdb_")))
    name = "couchdb@172.16.238.11"
    codes = {
        dict(labels)["code"]: number
        for (series, labels), number in theirs.items()
        if series == "couchdb_httpd_status_codes" and dict(labels)["node_name"] == name
    }
    content = node("v2")
    stats = json.loads(real("couchdb-stats-response-v2.json"))
    for code, number in codes.items():
        stats["couchdb"]["httpd_status_codes"][code]["value"] = number
    content["/_node/_local/_stats"] = json.dumps(stats).encode()
    content["/_node/_local"] = json.dumps({"name": name}).encode()
    ours = scrape(content)
    for code, number in codes.items():
        got = value(ours, "couchdb_httpd_status_codes_total", node_name=name, code=code)
        assert got == number
    assert codes["200"] == 495


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
