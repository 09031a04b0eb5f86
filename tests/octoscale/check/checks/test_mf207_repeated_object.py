"""MF207: one object declared twice."""

from __future__ import annotations

import pytest

from octoscale.check.files import File, Files
from octoscale.check.run import check_files
from octoscale.core.finding import Severity
from tests.octoscale.check.inputs import (
    PODS_METRIC,
    SCRAPED,
    deployment,
    found,
    hpa,
    service,
)

OTHER = deployment(ports="[{containerPort: 9117}]")
PATCH = f"""\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: shop, namespace: store}}
spec: {{template: {{metadata: {{annotations: {SCRAPED}}}}}}}
"""


@pytest.mark.parametrize(
    ("second", "told"),
    [
        pytest.param(OTHER, True, id="another content"),
        pytest.param(deployment(), False, id="the same content"),
        pytest.param(deployment("other"), False, id="another name"),
        pytest.param(deployment(namespace="test"), False, id="another namespace"),
        pytest.param(service(), False, id="another kind"),
        pytest.param(PATCH, False, id="a patch"),
    ],
)
def test_an_object_stands_once_in_a_file(second: str, told: bool) -> None:
    findings = found("MF207", f"{deployment()}---\n{second}")
    assert [finding.severity for finding in findings] == [Severity.WARNING] * told


@pytest.mark.parametrize(
    ("one", "other", "severities"),
    [
        ("a.yaml", "b.yaml", [Severity.INFO]),
        ("a/x.yaml", "b/x.yaml", []),
        ("<helm template a>", "<helm template b>", []),
        ("<helm template a>", "a.yaml", []),
    ],
)
def test_files_of_one_folder_are_mentioned_others_may_be_overlays(
    one: str, other: str, severities: list[Severity]
) -> None:
    files = Files((File(one, deployment()), File(other, OTHER)))
    found = [f for f in check_files(files).findings if f.code == "MF207"]
    assert [finding.severity for finding in found] == severities


def test_two_hpas_of_one_name_for_two_workloads() -> None:
    first = hpa(PODS_METRIC)
    again = first.replace("maxReplicas: 8", "maxReplicas: 9")
    assert found("MF207", f"{first}---\n{again}") == []
    assert found("HP104", f"{first}---\n{again}") != []
    other = first.replace("kind: Deployment, name: shop", "kind: Deployment, name: x")
    assert len(found("MF207", f"{first}---\n{other}")) == 1
