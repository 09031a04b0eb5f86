"""MF704: scrape jobs that find no pod."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import deployment, found, prometheus

APP = "{source_labels: [__meta_kubernetes_pod_label_app], action: keep, regex: %s}"


@pytest.mark.parametrize(("app", "idle"), [("shop", False), ("shpo", True)])
def test_a_job_keeps_some_pod(app: str, idle: bool) -> None:
    assert bool(found("MF704", deployment(), prometheus(APP % app))) is idle


def test_jobs_for_other_namespaces_are_left_alone() -> None:
    config = prometheus(APP % "x").replace(
        "{role: pod}", "{role: pod, namespaces: {names: [kube-system]}}"
    )
    assert found("MF704", deployment(), config) == []
    near = config.replace("kube-system", "store")
    assert len(found("MF704", deployment(), near)) == 1


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param((prometheus(APP % "x"),), id="no pods"),
        pytest.param((deployment(), prometheus(APP % "x"), "a: ["), id="a broken file"),
        pytest.param(
            (
                deployment(),
                prometheus(APP % "x").replace("role: pod", "role: endpoints"),
            ),
            id="another role",
        ),
    ],
)
def test_without_evidence_nothing_is_said(texts: tuple[str, ...]) -> None:
    assert found("MF704", *texts) == []
