"""The table of what the originals have wrong, held to the collectors.

And the other way round: every family in a real recording is repeated by name and
type, or has its row.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from exporters.collectors import COLLECTORS
from exporters.source_collector import own_descriptors
from octoscale.core import yamlio
from tests.exporters.exposed import types
from tests.reference import ROOT, reference

TABLE: list[dict[str, Any]] = yamlio.load(
    (ROOT / "tests/cases/originals/wrong.yaml").read_text()
).value
BY_NAME = {row.name: row for row in COLLECTORS}


class Wrong(NamedTuple):
    """One family of an original."""

    collector: str
    theirs: str
    why: str
    instead: str | None


def rows() -> list[Wrong]:
    found = []
    for row in TABLE:
        for theirs in row["theirs"]:
            instead = row["instead"]
            if instead == "same":
                prefix = BY_NAME[row["collector"]].prefix
                instead = theirs.replace("P_", f"{prefix}_", 1)
            elif instead is not None:
                instead = instead.format(theirs)
            found.append(Wrong(row["collector"], theirs, row["why"], instead))
    return found


ROWS = rows()


def declared(collector: str) -> dict[str, str]:
    """Give the type of everything that a collector can expose."""
    row = BY_NAME[collector]
    own = "apache_exporter" if collector == "apache" else f"{row.prefix}_exporter"
    everything = (*row.descriptors(), *own_descriptors(row.prefix, own))
    return {d.series_name: d.kind for d in everything}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.collector}-{row.theirs}")
def test_what_is_given_instead_is_declared(row: Wrong) -> None:
    ours = declared(row.collector)
    assert row.why
    if row.instead is None:
        assert row.theirs not in ours
        return
    kind = ours[row.instead]
    # memory_total and swap_total are gauges by an inherited name.
    if not row.instead.endswith(("memory_total", "swap_total")):
        assert (kind == "counter") == row.instead.endswith("_total")
    if row.why.startswith("a counter declared a gauge"):
        assert kind == "counter"
    if row.why.startswith("a gauge declared a counter"):
        assert kind == "gauge"


def test_no_family_stands_there_twice() -> None:
    assert len({row.theirs for row in ROWS}) == len(ROWS)


RECORDED = {
    "apache_exporter_0.12.0.prom": ("apache", "", ""),
    "apache_exporter_0.12.0_apache_down.prom": ("apache", "", ""),
    "cms_process_exporter_dead_pid.prom": ("process", "gone_", "P_"),
    "cms_process_exporter_httpgo_after.prom": ("process", "myapphttp_", "P_"),
    "cms_process_exporter_httpgo_idle.prom": ("process", "myapphttp_", "P_"),
    "cms_process_exporter_httpgo_underload.prom": ("process", "myapphttp_", "P_"),
    "couchdb_exporter_documented.prom": ("couchdb", "", ""),
    "cpy_exporter.prom": ("cherrypy", "", ""),
    "ncabatoff_process_exporter_0.7.10.prom": ("groups", "", ""),
    "wmcore_cpmetrics_disabled.prom": ("cherrypy", "reqmgr2_cherrypy_", "W_"),
    "wmcore_cpmetrics_enabled_scrape1.prom": ("cherrypy", "reqmgr2_cherrypy_", "W_"),
    "wmcore_cpmetrics_enabled_scrape2.prom": ("cherrypy", "reqmgr2_cherrypy_", "W_"),
}
"""Each recording: our collector, and how its prefix is written in the table."""

OF_GO = ("go_", "process_", "promhttp_")
"""What every Go program says of itself."""


def test_every_recording_is_looked_at() -> None:
    paths = reference("real", "exposition").glob("*.prom")
    assert {path.name for path in paths} == set(RECORDED)


@pytest.mark.parametrize("name", RECORDED)
def test_every_family_is_repeated_or_has_its_row(name: str) -> None:
    collector, prefix, written = RECORDED[name]
    ours, known = declared(collector), {row.theirs for row in ROWS}
    unaccounted = set()
    for theirs, kind in types(
        reference("real", "exposition", name).read_text()
    ).items():
        if theirs.startswith(OF_GO) or not theirs.startswith(prefix):
            continue
        bare = theirs.removeprefix(prefix)
        same = f"{BY_NAME[collector].prefix}_{bare}" if prefix else theirs
        if ours.get(same) != kind and written + bare not in known:
            unaccounted.add(theirs)
    assert unaccounted == set()
