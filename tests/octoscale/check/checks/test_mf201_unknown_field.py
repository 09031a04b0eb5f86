"""MF201: fields that do not exist, and where they belong."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import deployment, found

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports:\n"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        pytest.param(
            SERVICE + "  - {port: 1, nodeport: 31000}", "'nodePort'", id="wrong case"
        ),
        pytest.param(
            SERVICE + "  - {port: 1, targetPrt: 1}", "'targetPort'", id="a letter lost"
        ),
        pytest.param(
            SERVICE + "  - {port: 1, sessionAffinity: None}",
            "belongs into spec: indent it less",
            id="a level too deep",
        ),
        pytest.param(
            SERVICE + "  - {port: 1}\n  matchLabels: {}", "known here", id="nowhere"
        ),
    ],
)
def test_it_says_what_was_meant(text: str, hint: str) -> None:
    [finding] = found("MF201", text)
    assert hint in finding.hint


def test_resources_beside_the_containers_belong_into_them() -> None:
    [finding] = found("MF201", deployment() + "      resources: {limits: {cpu: 1}}\n")
    assert "into spec.template.spec.containers: indent it deeper" in finding.hint


def test_the_place_is_the_key() -> None:
    [finding] = found("MF201", SERVICE + "  - port: 1\n    nodeport: 31000")
    assert (finding.place.line, finding.place.column) == (7, 5)


def test_custom_resources_are_left_alone() -> None:
    assert (
        found("MF201", "apiVersion: a.io/v1\nkind: B\nmetadata: {name: b}\nc: 1") == []
    )


def test_a_removed_api_is_judged_by_its_successor() -> None:
    text = deployment().replace("apps/v1", "extensions/v1beta1")
    assert found("MF201", text) == []
    assert len(found("MF201", text.replace("  selector", "  selecter"))) == 1
