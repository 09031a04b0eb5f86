"""HP102: kinds that nobody can scale."""

from __future__ import annotations

import pytest

from tests.hpa.checks.inputs import found, hpa


@pytest.mark.parametrize(
    ("api_version", "kind", "words"),
    [
        pytest.param("apps/v1", "DaemonSet", "no scale subresource", id="daemonset"),
        pytest.param("batch/v1", "CronJob", "no scale subresource", id="cron job"),
        pytest.param("v1", "Pod", "no scale subresource", id="pod"),
        pytest.param("", "Deployment", "no kind Deployment in the core", id="no group"),
        pytest.param("v1", "StatefulSet", "in 'v1'", id="core group"),
        pytest.param("app/v1", "Deployment", "in 'app/v1'", id="mistyped group"),
        pytest.param("apps/v1", "Deploymnet", "no kind Deploymnet", id="mistyped kind"),
    ],
)
def test_unscalable(api_version: str, kind: str, words: str) -> None:
    (finding,) = found("HP102", hpa(target=(api_version, kind, "shop")))
    assert words in finding.message
    assert str(finding.place).startswith("0.yaml:")


@pytest.mark.parametrize(
    ("api_version", "kind"),
    [
        ("apps/v1", "Deployment"),
        ("apps/v1beta2", "StatefulSet"),
        ("v1", "ReplicationController"),
        ("argoproj.io/v1alpha1", "Rollout"),
        pytest.param("extensions/v1beta1", "Deployment", id="HP101's business"),
    ],
)
def test_scalable(api_version: str, kind: str) -> None:
    assert found("HP102", hpa(target=(api_version, kind, "shop"))) == []
