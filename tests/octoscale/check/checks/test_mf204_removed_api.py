"""MF204: API versions that Kubernetes removed."""

from __future__ import annotations

import pytest

from octoscale.core.finding import Severity
from tests.octoscale.check.inputs import found

CRON = "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: a}"


@pytest.mark.parametrize(
    ("minor", "severity"),
    [(24, Severity.INFO), (25, Severity.ERROR), (30, Severity.ERROR)],
)
def test_it_depends_on_the_cluster(minor: int, severity: Severity) -> None:
    [finding] = found("MF204", CRON, minor=minor)
    assert finding.severity is severity
    assert "1.25" in finding.message
    assert finding.hint == "write apiVersion: batch/v1"


def test_without_a_version_the_default_decides() -> None:
    [finding] = found("MF204", CRON)
    assert finding.severity is Severity.ERROR


def test_what_has_no_successor_goes() -> None:
    text = CRON.replace("batch/", "policy/").replace("CronJob", "PodSecurityPolicy")
    [finding] = found("MF204", text)
    assert "remove the object" in finding.hint


def test_what_is_served_is_not_told() -> None:
    assert found("MF204", CRON.replace("v1beta1", "v1")) == []
