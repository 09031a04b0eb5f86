"""promtool finds no fault with any collector's exposition but inherited names."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from exporters.collectors.cgroup import CgroupCollector
from exporters.collectors.cherrypy import CherrypyCollector
from exporters.collectors.couchdb import CouchdbCollector
from exporters.collectors.das import DasCollector
from exporters.collectors.expvar import ExpvarCollector
from exporters.collectors.groups import GroupsCollector
from exporters.collectors.http import HttpCollector
from exporters.collectors.mapping import EXAMPLE, MappingCollector
from exporters.collectors.mongodb import MongodbCollector
from exporters.collectors.wmcore import WmcoreCollector
from tests.exporters.exposed import samples, text_of
from tests.exporters.serving_pages import pages
from tests.reference import reference
from tests.tools import find_tool

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporters.source_collector import SourceCollector


def real(*parts: str) -> bytes:
    return reference("real", "payloads", *parts).read_bytes()


PAGES: dict[str, tuple[Callable[[str], SourceCollector], Callable[[], bytes]]] = {
    "cherrypy": (
        CherrypyCollector,
        lambda: real("cherrypy", "cherrypy_18.10_cpstats_enabled.json"),
    ),
    "das": (DasCollector, lambda: real("das", "das_status_shape.json")),
    "expvar": (ExpvarCollector, lambda: real("expvar", "go1.19_debug_vars.json")),
    "http": (HttpCollector, lambda: b"fine"),
    "mapping": (
        lambda uri: MappingCollector(uri, EXAMPLE, prefix="jobs"),
        lambda: b'{"queue": {"length": 3}}',
    ),
    "wmcore": (
        WmcoreCollector,
        lambda: real("wmcore", "wmcore_processStatusDict.json"),
    ),
}


def blamed(text: str) -> set[str]:
    """Give the series that promtool complains about."""
    promtool = find_tool("promtool")
    if promtool is None:
        pytest.skip("promtool is missing (make tools)")
    said = subprocess.run(
        [promtool, "check", "metrics"],
        input=text.encode(),
        capture_output=True,
        check=False,
    )
    lines = (said.stdout + said.stderr).decode().splitlines()
    return {found[0] for line in lines if (found := re.match(r"\w+", line))}


@pytest.mark.parametrize("name", PAGES)
def test_a_pages_exposition_is_clean(name: str) -> None:
    make, page = PAGES[name]
    with pages({"/": page()}) as uri:
        text = text_of(make(uri))
    assert [v for (n, _), v in samples(text).items() if n.endswith("_up")] == [1]
    assert blamed(text) == set()


def test_a_couchdbs_exposition_is_clean() -> None:
    content = {
        "/": real("couchdb", "couchdb-v2.json"),
        "/_node/_local/_stats": real("couchdb", "couchdb-stats-response-v2.json"),
        "/_active_tasks": real("couchdb", "active-tasks-v2.json"),
        "/_scheduler/jobs": real("couchdb", "scheduler-jobs-v2.json"),
    }
    with pages(content) as uri:
        assert blamed(text_of(CouchdbCollector(uri))) == set()


def test_a_mongodbs_exposition_is_clean() -> None:
    status = json.loads(real("mongodb", "serverStatus_mongod4.2.8.json"))
    assert blamed(text_of(MongodbCollector(ask=lambda: status))) == set()


def test_this_machines_expositions_are_clean() -> None:
    groups = GroupsCollector({"own": str(os.getpid()), "python": "python"})
    assert blamed(text_of(groups)) == set()
    assert blamed(text_of(CgroupCollector())) == set()
