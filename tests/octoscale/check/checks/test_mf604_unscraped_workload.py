"""MF604: pods whose metric is asked for and that nobody scrapes."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import (
    JOB_METRIC,
    KEEP,
    PODS_METRIC,
    SCRAPED,
    deployment,
    found,
    hpa,
    prometheus,
)

HPA = hpa(PODS_METRIC)


def test_pods_outside_all_jobs_are_told() -> None:
    assert len(found("MF604", deployment(), HPA, prometheus(KEEP))) == 1
    scraped = deployment(annotations=SCRAPED)
    assert found("MF604", scraped, HPA, prometheus(KEEP)) == []


def test_without_a_config_nothing_is_known() -> None:
    assert found("MF604", deployment(), HPA) == []


@pytest.mark.parametrize(("label", "expected"), [("shop", 0), ("other", 1)])
def test_a_pod_monitor_is_a_job(label: str, expected: int) -> None:
    monitor = (
        "apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\n"
        f"metadata: {{name: a}}\nspec: {{selector: {{matchLabels: {{app: {label}}}}}}}"
    )
    findings = found("MF604", deployment(), HPA, prometheus(KEEP), monitor)
    assert len(findings) == expected


def test_objects_may_be_measured_from_elsewhere() -> None:
    metric = hpa(JOB_METRIC % "shop")
    assert found("MF604", deployment(), metric, prometheus(KEEP)) == []
