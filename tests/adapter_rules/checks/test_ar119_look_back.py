"""AR119: the look-back against relist and scrapes."""

from __future__ import annotations

import pytest

from adapter_rules import sources
from adapter_rules.checks.run import Surroundings, lint
from octoscale.core import yamlio
from tests.adapter_rules.checks.inputs import found, rule


@pytest.mark.parametrize(
    ("around", "severity"),
    [
        pytest.param(
            Surroundings(relist_seconds=600.0, max_age_seconds=300.0), "error", id="set"
        ),
        pytest.param(Surroundings(max_age_seconds=300.0), "error", id="default relist"),
        pytest.param(
            Surroundings(relist_seconds=30.0, scrape_interval_seconds=30.0),
            "warning",
            id="less than two scrapes",
        ),
    ],
)
def test_too_short(around: Surroundings, severity: str) -> None:
    (finding,) = found("AR119", rule(), around=around)
    assert str(finding.severity) == severity


@pytest.mark.parametrize(
    "around",
    [
        Surroundings(),
        Surroundings(relist_seconds=60.0, max_age_seconds=120.0),
        Surroundings(relist_seconds=60.0, scrape_interval_seconds=30.0),
    ],
)
def test_long_enough(around: Surroundings) -> None:
    assert found("AR119", rule(), around=around) == []


def test_a_deployment_in_the_file_says_it_too() -> None:
    configmap = yamlio.dump(
        {"kind": "ConfigMap", "data": {"config.yaml": "rules: [{seriesQuery: up}]"}}
    )
    deployment = "kind: Deployment\nargs:\n- --metrics-max-age=1m\n"
    configs = sources.find(f"{configmap}---\n{deployment}", file="all.yaml")
    (finding,) = [one for one in lint(configs) if one.code == "AR119"]
    assert str(finding.place) == "all.yaml:7:3"
