"""MF502: selectors that match nothing."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import deployment, found, service


def test_a_service_without_pods_is_told_with_what_was_meant() -> None:
    [finding] = found("MF502", deployment(), service("{app: shpo}"))
    assert finding.hint == "did you mean 'app=shop'?"


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param((deployment(), service()), id="it has pods"),
        pytest.param((service("{app: x}"),), id="no pods in the input"),
        pytest.param(
            (deployment(namespace="other"), service("{app: x}")),
            id="none in its namespace",
        ),
        pytest.param((deployment(), service("{}")), id="no selector"),
        pytest.param((deployment(), service("{app: x}"), "a: ["), id="a broken file"),
    ],
)
def test_without_evidence_nothing_is_said(texts: tuple[str, ...]) -> None:
    assert found("MF502", *texts) == []


@pytest.mark.parametrize(
    ("version", "kind", "selector"),
    [
        ("policy/v1", "PodDisruptionBudget", "selector"),
        ("networking.k8s.io/v1", "NetworkPolicy", "podSelector"),
        ("monitoring.coreos.com/v1", "PodMonitor", "selector"),
        ("monitoring.coreos.com/v1", "ServiceMonitor", "selector"),
    ],
)
@pytest.mark.parametrize(("label", "wrong"), [("shop", False), ("shpo", True)])
def test_other_kinds_select_too(
    version: str, kind: str, selector: str, label: str, wrong: bool
) -> None:
    text = (
        f"apiVersion: {version}\nkind: {kind}\n"
        "metadata: {name: a, namespace: store}\n"
        f"spec: {{{selector}: {{matchLabels: {{app: {label}}}}}}}"
    )
    assert bool(found("MF502", deployment(), service(), text)) is wrong
