"""Every real payload meets its collector: read, or refused for what it is.

What is read of each is the collectors' own tests' business.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from exporters.collectors.apache import ApacheCollector
from exporters.collectors.cherrypy import CherrypyCollector
from exporters.collectors.couchdb import CouchdbCollector
from exporters.collectors.das import DasCollector
from exporters.collectors.expvar import ExpvarCollector
from exporters.collectors.mongodb import MongodbCollector
from exporters.collectors.wmcore import WmcoreCollector
from exporters.source_collector import SourceCollector
from tests.exporters.exposed import samples, text_of
from tests.exporters.serving_pages import Page, pages
from tests.reference import reference

Make = Callable[[str], SourceCollector]

PAGES: dict[str, Make] = {
    "apache": ApacheCollector,
    "cherrypy": CherrypyCollector,
    "das": DasCollector,
    "expvar": ExpvarCollector,
    "wmcore": WmcoreCollector,
}
REFUSED = {
    "apache_2.4.71_server-status.html": "HTML, for want of ?auto",
    "top_status.json": "the answer to top",
    "replSetGetStatus_mongod4.2.8.json": "the answer about the replica set",
}
"""Real answers to other questions: each is told from the right one."""

COUCHDB = {
    "couchdb": "/",
    "couchdb-localonly-response": "/_node/_local",
    "couchdb-stats-response": "/_node/_local/_stats",
    "active-tasks": "/_active_tasks",
    "scheduler-jobs": "/_scheduler/jobs",
    "example-meta": "/example",
    "all-dbs": "/_all_dbs",
}
"""Where CouchDB gives what; 1.x has its statistics elsewhere."""

NOT_ASKED = {
    "couchdb-membership-response": "a collector stands beside each node",
    "example-all-design-docs": "views are not looked at",
    "example-view-stale": "views are not looked at",
    "large_update_seq": "a sequence is no number",
}
"""Answers of CouchDB to what we do not ask."""

VERSION = re.compile(r"-(v1|v2-pre|v2)\Z")


def is_up(collector: SourceCollector) -> bool:
    """Scrape once; nothing may be left out as unreadable."""
    found = samples(text_of(collector))
    (up,) = (value for (name, _), value in found.items() if name.endswith("_up"))
    left_out = sum(
        v for (n, _), v in found.items() if n.endswith("unreadable_families")
    )
    assert left_out == 0
    return up == 1


@pytest.mark.parametrize("kind", PAGES)
def test_every_page_is_read_or_refused(kind: str) -> None:
    folder = reference("real", "payloads", kind)
    for path in sorted(folder.rglob("*.*")):
        with pages({"/": path.read_bytes()}) as uri:
            assert is_up(PAGES[kind](uri)) == (path.name not in REFUSED), path.name


def test_every_document_of_mongodb_is_read_or_refused() -> None:
    for path in sorted(reference("real", "payloads", "mongodb").rglob("*.json")):
        document = json.loads(path.read_text())
        status = document.get("serverStatus", document)
        collector = MongodbCollector(ask=lambda status=status: status)  # type: ignore[misc]  # the default binds the loop's value
        assert is_up(collector) == (path.name not in REFUSED), path.name


@pytest.mark.parametrize("version", ["v1", "v2-pre", "v2"])
def test_every_answer_of_couchdb_is_read(version: str) -> None:
    # No recording has _system: this one is ours.
    content: dict[str, Page] = {"/_node/_local/_system": b'{"uptime": 60}'}
    unknown = set()
    for path in reference("real", "payloads", "couchdb").iterdir():
        match = VERSION.search(path.stem)
        stem = VERSION.sub("", path.stem)
        if stem in COUCHDB and (match is None or match[1] == version):
            content[COUCHDB[stem]] = path.read_bytes()
        elif stem not in COUCHDB and stem not in NOT_ASKED:
            unknown.add(path.name)
    assert unknown == set()
    if version == "v1":
        content["/_stats"] = content.pop("/_node/_local/_stats")
    with pages(content) as uri:
        assert is_up(CouchdbCollector(uri, databases=["example"]))


def test_no_folder_of_payloads_is_passed_over() -> None:
    folders = {path.name for path in reference("real", "payloads").iterdir()}
    assert folders == {*PAGES, "mongodb", "couchdb"}
