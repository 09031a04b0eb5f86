"""MF702: jobs that scrape every port of their pods."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import KEEP, deployment, found, prometheus

TWO = "[{containerPort: 8080}, {containerPort: 9117, name: metrics}]"
PORT = (
    "{source_labels: [__meta_kubernetes_pod_container_port_name], "
    "action: keep, regex: metrics}"
)
FIXED = "{source_labels: [__meta_kubernetes_pod_ip], target_label: __address__, "
FIXED += "replacement: '$1:9117'}"


@pytest.mark.parametrize(
    ("relabel", "wrong"),
    [
        pytest.param((), True, id="all ports"),
        pytest.param((PORT,), False, id="one is kept"),
        pytest.param((FIXED,), False, id="all become one"),
    ],
)
def test_a_pod_is_one_target(relabel: tuple[str, ...], wrong: bool) -> None:
    findings = found("MF702", deployment(ports=TWO), prometheus(*relabel))
    assert bool(findings) is wrong


def test_it_is_told_once_a_job() -> None:
    texts = [deployment(name, ports=TWO) for name in ("a", "b", "c")]
    [finding] = found("MF702", *texts, prometheus())
    assert "8080, 9117 of Deployment store/a, and of 2 more" in finding.message


def test_annotated_pods_are_told_elsewhere() -> None:
    texts = deployment(ports=TWO, annotations='{prometheus.io/scrape: "true"}')
    assert found("MF702", texts, prometheus(KEEP)) == []
    assert len(found("MF401", texts, prometheus(KEEP))) == 1
