"""The catalogue: the paper's nineteen services, each of which can be exported."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from exporters.building import build_collector
from exporters.catalogue import SERVICES, find, names, service_of
from octoscale.core.errors import UsageError
from tests.reference import reference

if TYPE_CHECKING:
    from exporters.workloads import Workload

EACH = pytest.mark.parametrize("name", names())


def test_it_has_the_papers_nineteen_rows() -> None:
    assert len(SERVICES) == 19
    assert len({service.title for service in SERVICES}) == 19


def test_every_workload_has_a_name_of_its_own() -> None:
    assert max(Counter(names()).values()) == 1


@EACH
def test_what_it_recommends_exposes_the_metric_to_scale_on(name: str) -> None:
    workload = find(name)
    collector = build_collector(workload.request)
    known = {
        d.series_name: d.kind
        for d in (*collector.descriptors, *collector.own_descriptors)
    }
    assert known[workload.metric.series] == workload.metric.kind
    assert workload.replicas[0] <= workload.replicas[1]
    assert service_of(name).ran
    assert service_of(name).recommend


THEIRS = {
    "dbs-global-r": "DBSGlobalReader",
    "dbsmigration": "dbsmigration",
    "t0reqmon": "wmc-httpd.*reqmon",
    "reqmon": "wmc-httpd.*reqmon",
}
"""Patterns that their scripts have; pid files and bare numbers are none."""


@EACH
def test_a_pattern_is_theirs_or_said_to_be_assumed(name: str) -> None:
    workload = find(name)
    if workload.request.kind != "process":
        assert workload.pattern_from == ""
    elif name in THEIRS:
        assert workload.pattern_from == "theirs"
        assert workload.request.pattern == THEIRS[name]
    else:
        assert workload.pattern_from.startswith("assumed")


def manifest_ports() -> dict[tuple[str, str], set[int]]:
    path = reference("real", "derived_services_2021-05-30.json")
    ports: dict[tuple[str, str], set[int]] = {}
    for row in json.loads(path.read_text())["rows"]:
        ports.setdefault((row["ns"], row["name"]), set()).update(row["ports"])
    return ports


@EACH
def test_names_namespaces_and_ports_are_the_manifests(name: str) -> None:
    workload: Workload = find(name)
    ports = manifest_ports()[workload.namespace, workload.name]
    # The exporters' own deployment serves no port of the service that it reads.
    assert workload.port in ports or workload.exporter_port in ports


def test_an_unknown_service_is_told_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        find("shop")
    assert "dbs-global-r" in caught.value.hint
