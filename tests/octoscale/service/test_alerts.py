"""The alert rules, held to promtool."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from octoscale.core import yamlio
from octoscale.service.alerts import alerts, prometheus_rule, rule_file
from tests.octoscale.service.services import SHAPES, service
from tests.tools import find_tool

if TYPE_CHECKING:
    from pathlib import Path


def test_each_way_to_fail_silently_has_its_alert() -> None:
    assert [alert.name for alert in alerts(service())] == [
        "ExporterDown",
        "ScalingMetricStale",
        "ScalingInactive",
        "AutoscalerAtMaximum",
        "ScalingLimitedByPolicies",
    ]


def test_each_metric_has_an_alert_of_its_own() -> None:
    names = [alert.name for alert in alerts(service(**SHAPES["a quantile and a rate"]))]
    assert "ScalingMetricStale1" in names
    assert "ScalingMetricStale2" in names
    assert len(set(names)) == len(names)


def test_a_service_without_replicas_misses_no_metric() -> None:
    made = service(**SHAPES["external, from zero"])
    (stale,) = (
        one for one in alerts(made) if one.name.startswith("ScalingMetricStale")
    )
    assert "status_current_replicas" in stale.expr


def test_the_operators_object_holds_the_same_rules() -> None:
    assert prometheus_rule(service())["spec"] == rule_file(service())


@pytest.mark.parametrize("shape", SHAPES)
def test_promtool_takes_the_rules(shape: str, tmp_path: Path) -> None:
    promtool = find_tool("promtool")
    if promtool is None:
        pytest.skip("no promtool (make tools)")
    path = tmp_path / "alerts.yaml"
    path.write_text(yamlio.dump(rule_file(service(**SHAPES[shape]))), encoding="utf-8")
    done = subprocess.run(
        [promtool, "check", "rules", path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
