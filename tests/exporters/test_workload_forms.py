"""The catalogue's kinds of workloads: metric, target and bounds of each."""

from __future__ import annotations

import pytest

from exporters.workload_forms import couchdb, dbs, probe, process, scaled


def test_a_process_is_scaled_on_its_descriptors_by_an_assumed_pattern() -> None:
    workload = process("shop", "web", 8080, "shopd", "shop")
    assert workload.metric.series == "shop_process_open_fds"
    assert workload.pattern_from == "assumed"
    assert workload.exporter_port == 18080


def test_bounds_leave_a_target_that_is_not_said() -> None:
    workload = process("shop", "web", 8080, "shopd", "shop")
    assert scaled(workload, 2, 5).metric == workload.metric
    assert scaled(workload, 2, 5, "9").metric.target == "9"
    assert scaled(workload, 2, 5).replicas == (2, 5)


@pytest.mark.parametrize(
    ("name", "bounds", "source"),
    [
        ("dbs-global-r", (5, 8), "theirs"),
        ("dbs-global-w", (5, 8), "assumed from DBSGlobalReader"),
        ("dbs-migrate", (3, 5), "assumed from DBSGlobalReader"),
    ],
)
def test_dbs_has_their_bounds(name: str, bounds: tuple[int, int], source: str) -> None:
    workload = dbs(name, 8252, "DBS", "dbs")
    assert workload.replicas == bounds
    assert workload.pattern_from == source
    assert workload.metric.target == "800"


def test_a_database_and_a_probe_name_what_is_known_of_them() -> None:
    assert couchdb("couchdb", "couchdb", 9984).exporter_port == 9984
    assert probe("exit-codes", "http", 9201, "/x").request.prefix == "exit_codes"
