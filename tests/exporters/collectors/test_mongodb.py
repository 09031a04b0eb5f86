"""The MongoDB collector on real documents, of a server of 2015 and of 2020."""

from __future__ import annotations

import importlib.util
import json
import os
import socket
from typing import Any

import pytest

from exporters.collectors.mongodb import MongodbCollector
from octoscale.core.errors import UsageError
from tests.exporters.exposed import samples, text_of, types
from tests.reference import reference

NEW = "serverStatus_mongod4.2.8.json"
OLD = "dcu_fixtures/server_status.json"


def document(name: str) -> dict[str, Any]:
    path = reference("real", "payloads", "mongodb", *name.split("/"))
    value: dict[str, Any] = json.loads(path.read_text())
    return value


def scrape(name: str) -> str:
    status = document(name)
    return text_of(MongodbCollector(ask=lambda: status))


@pytest.mark.parametrize(
    ("name", "uptime", "connections", "queries", "resident"),
    [
        pytest.param(NEW, 9137, 22, 6132, 123, id="4.2"),
        pytest.param(OLD, 127859, 1, 460137, 10, id="2.6"),
    ],
)
def test_both_layouts_are_read(
    name: str, uptime: int, connections: int, queries: int, resident: int
) -> None:
    found = samples(scrape(name))
    assert found["mongodb_up", ()] == 1
    assert found["mongodb_exporter_scrape_unreadable_families", ()] == 0
    assert found["mongodb_instance_uptime_seconds", ()] == uptime
    assert found["mongodb_connections", (("state", "current"),)] == connections
    assert found["mongodb_op_counters_total", (("type", "query"),)] == queries
    memory = found["mongodb_memory_bytes", (("type", "resident"),)]
    assert memory == resident * 1024 * 1024


def test_what_a_server_has_not_is_absent() -> None:
    old, new = scrape(OLD), scrape(NEW)
    assert 'type="mapped"' in old
    assert 'type="mapped"' not in new
    assert 'state="active"' in new
    assert 'state="active"' not in old


def test_counters_are_counters() -> None:
    declared = types(scrape(NEW))
    assert declared["mongodb_extra_info_page_faults_total"] == "counter"
    assert declared["mongodb_connections"] == "gauge"


@pytest.mark.parametrize(
    "name", ["replSetGetStatus_mongod4.2.8.json", "dcu_fixtures/top_status.json"]
)
def test_another_document_is_refused(name: str) -> None:
    assert samples(scrape(name))["mongodb_up", ()] == 0


def test_the_whole_diagnostic_document_holds_the_status() -> None:
    whole = document("getDiagnosticData_mongod4.2.8.json")
    text = text_of(MongodbCollector(ask=lambda: whole["serverStatus"]))
    assert samples(text)["mongodb_up", ()] == 1


needs_pymongo = pytest.mark.skipif(
    importlib.util.find_spec("pymongo") is None, reason="pymongo is missing"
)


@needs_pymongo
def test_a_server_that_is_down_is_absent_within_its_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    uri = f"mongodb://reader:secret@127.0.0.1:{port}"
    collector = MongodbCollector(uri, timeout_seconds=0.5)
    text = text_of(collector)
    assert samples(text)["mongodb_up", ()] == 0
    assert "secret" not in text + str(collector) + str(collector.last_failure)


@needs_pymongo
def test_what_is_no_connection_string_is_refused() -> None:
    with pytest.raises(UsageError, match="connection string"):
        MongodbCollector("http://127.0.0.1")


@needs_pymongo
def test_a_real_server_is_read_where_one_is_given() -> None:
    uri = os.environ.get("OCTOSCALE_MONGODB")
    if uri is None:
        pytest.skip("OCTOSCALE_MONGODB names no server")
    assert samples(text_of(MongodbCollector(uri)))["mongodb_up", ()] == 1
