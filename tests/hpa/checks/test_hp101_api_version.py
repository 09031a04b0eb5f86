"""HP101: API versions and groups that the cluster no longer has."""

from __future__ import annotations

import pytest

from octoscale.core.finding import Severity
from tests.hpa.checks.inputs import found, hpa, of_object


@pytest.mark.parametrize(
    ("version", "kubernetes", "severity"),
    [
        pytest.param("autoscaling/v2beta2", 26, Severity.ERROR, id="just removed"),
        pytest.param("autoscaling/v2beta2", 25, None, id="the last that serves it"),
        pytest.param("autoscaling/v2beta2", None, Severity.INFO, id="nobody says"),
        pytest.param("autoscaling/v2", 22, Severity.ERROR, id="too new"),
        pytest.param("autoscaling/v2", 23, None, id="first v2"),
        pytest.param("autoscaling/v2", None, None, id="v2 stays"),
        pytest.param("autoscaling/v1", 37, None, id="v1 stays"),
    ],
)
def test_the_own_version_is_judged_by_the_named_kubernetes(
    version: str, kubernetes: int | None, severity: Severity | None
) -> None:
    findings = found("HP101", hpa(version=version), kubernetes=kubernetes)
    assert [f.severity for f in findings] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("kubernetes", "advice"),
    [(2, "v1"), (8, "v2beta1"), (11, "v2beta1"), (12, "v2beta2")],
)
def test_what_is_advised_is_served_by_the_named_kubernetes(
    kubernetes: int, advice: str
) -> None:
    [finding] = found("HP101", hpa(version="autoscaling/v2"), kubernetes=kubernetes)
    assert finding.hint == f"write autoscaling/{advice}"


@pytest.mark.parametrize(
    ("api_version", "count"),
    [("extensions/v1beta1", 1), ("apps/v1beta1", 0), ("apps/v1", 0)],
)
def test_only_the_group_of_a_scale_target_can_be_gone(
    api_version: str, count: int
) -> None:
    # The controller maps by group and kind: apps/v1beta1 finds apps/v1.
    target = (api_version, "Deployment", "shop")
    findings = found("HP101", hpa(target=target))
    assert len(findings) == count
    assert all(finding.severity is Severity.ERROR for finding in findings)


def test_a_described_ingress_of_extensions_is_gone_since_1_22() -> None:
    metric = of_object(described=("extensions/v1beta1", "Ingress", "shop"))
    assert found("HP101", hpa(metric, version="autoscaling/v1"), kubernetes=21) == []
    (finding,) = found("HP101", hpa(metric))
    assert "Ingress since Kubernetes 1.22" in finding.message
    assert finding.hint == "write apiVersion: networking.k8s.io/v1"
