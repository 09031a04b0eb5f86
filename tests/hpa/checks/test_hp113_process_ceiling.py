"""HP113: targets above what one process can reach."""

from __future__ import annotations

import pytest

from hpa.checks.ceilings import Ceiling
from tests.hpa.checks.inputs import (
    container,
    external,
    found,
    hpa,
    of_object,
    pods,
    rule,
    workload,
)

FDS = "shop_process_open_fds"
GIVEN = {FDS: Ceiling(1024.0, "as given")}


@pytest.mark.parametrize(
    ("target", "count"), [(930, 0), (931, 1), (2000, 1), ("500m", 0)]
)
def test_a_given_ceiling(target: object, count: int) -> None:
    findings = found("HP113", hpa(pods(FDS, target)), ceilings=GIVEN)
    assert len(findings) == count


@pytest.mark.parametrize(
    "command",
    [
        ["sh", "-c", "ulimit -n 1024; exec shop"],
        ["sh", "-c", "ulimit -S -n 1024 && shop"],
        ["sh", "-c", "ulimit -Hn 1024\nshop"],
    ],
)
def test_a_ulimit_in_the_command(command: list[str]) -> None:
    there = workload(container(command=command))
    (finding,) = found("HP113", hpa(pods(FDS, 1000)), there)
    assert "ulimit -n 1024" in finding.message


def test_a_ulimit_says_nothing_about_other_metrics() -> None:
    there = workload(container(args=["ulimit -n 10; ulimit -u 5"]))
    assert found("HP113", hpa(pods("shop_connections", 1000)), there) == []


def test_without_evidence_nothing_is_said() -> None:
    assert found("HP113", hpa(pods(FDS, 10**9)), workload()) == []


def test_the_series_behind_the_metric_has_the_ceiling() -> None:
    rules = rule(FDS, "avg(<<.Series>>) by (pod)", name="fds")
    assert len(found("HP113", hpa(pods("fds", 2000)), rules=rules, ceilings=GIVEN)) == 1


@pytest.mark.parametrize(
    ("query", "count"),
    [
        pytest.param("max(<<.Series>>) by (job)", 1, id="one process' value"),
        pytest.param("sum(<<.Series>>) by (job)", 0, id="a total has no ceiling"),
    ],
)
def test_an_object_value_needs_its_rule(query: str, count: int) -> None:
    metric = of_object(FDS, type="Value", value=2000)
    assert found("HP113", hpa(metric), ceilings=GIVEN) == []
    rules = rule(FDS, query)
    assert len(found("HP113", hpa(metric), rules=rules, ceilings=GIVEN)) == count


def test_an_average_of_a_total_is_bounded_by_one_process() -> None:
    metric = external(FDS, type="AverageValue", averageValue=2000)
    assert len(found("HP113", hpa(metric), ceilings=GIVEN)) == 1
