"""Every collector over a source that answers well: real payloads, real servers.

For tests that hold all collectors to the same promise. What each one reads right
is its own test's business.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from exporters.collectors.apache import ApacheCollector
from exporters.collectors.cgroup import CgroupCollector
from exporters.collectors.cherrypy import CherrypyCollector
from exporters.collectors.couchdb import CouchdbCollector
from exporters.collectors.das import DasCollector
from exporters.collectors.expvar import ExpvarCollector
from exporters.collectors.groups import GroupsCollector
from exporters.collectors.http import HttpCollector
from exporters.collectors.mapping import EXAMPLE, MappingCollector
from exporters.collectors.mongodb import MongodbCollector
from exporters.collectors.process import ProcessCollector
from exporters.collectors.wmcore import WmcoreCollector
from exporters.source_collector import SourceCollector
from tests.exporters.serving_pages import Page, pages
from tests.reference import reference

Content = Mapping[str, Page]
Make = Callable[[str], SourceCollector]


class PageSource(NamedTuple):
    """A collector of pages: how it is made for a URI, and what is there."""

    make: Make
    content: Callable[[], Content]


def real(*parts: str) -> bytes:
    """Read a recorded payload."""
    return reference("real", "payloads", *parts).read_bytes()


def _root(*parts: str) -> Callable[[], Content]:
    return lambda: {"/": real(*parts)}


def _couchdb() -> Content:
    return {
        "/": real("couchdb", "couchdb-v2.json"),
        "/_node/_local/_stats": real("couchdb", "couchdb-stats-response-v2.json"),
        "/_active_tasks": real("couchdb", "active-tasks-v2.json"),
        "/_scheduler/jobs": real("couchdb", "scheduler-jobs-v2.json"),
    }


PAGES: dict[str, PageSource] = {
    "apache": PageSource(
        ApacheCollector, _root("apache", "apache_2.4.71_event_underload_auto.txt")
    ),
    "cherrypy": PageSource(
        CherrypyCollector, _root("cherrypy", "cherrypy_18.10_cpstats_enabled.json")
    ),
    "couchdb": PageSource(CouchdbCollector, _couchdb),
    "das": PageSource(DasCollector, _root("das", "das_status_shape.json")),
    "expvar": PageSource(ExpvarCollector, _root("expvar", "go1.19_debug_vars.json")),
    "http": PageSource(HttpCollector, lambda: {"/": b"fine"}),
    "mapping": PageSource(
        lambda uri: MappingCollector(uri, EXAMPLE, prefix="jobs"),
        lambda: {"/": b'{"queue": {"length": 3}}'},
    ),
    "wmcore": PageSource(
        WmcoreCollector, _root("wmcore", "wmcore_processStatusDict.json")
    ),
}


def local() -> dict[str, SourceCollector]:
    """Make the collectors that look at this machine or at a document."""
    status = json.loads(real("mongodb", "serverStatus_mongod4.2.8.json"))
    return {
        "cgroup": CgroupCollector(),
        "groups": GroupsCollector({"python": "python"}),
        "mongodb": MongodbCollector(ask=lambda: status),
        "process": ProcessCollector(prefix="web", pid=os.getpid()),
    }


@contextmanager
def page_source(name: str, *, cut_first: bool = False) -> Iterator[SourceCollector]:
    """Serve one source's pages, cut the first time, and give its collector."""
    with pages(PAGES[name].content(), cut_first=cut_first) as uri:
        yield PAGES[name].make(uri)
