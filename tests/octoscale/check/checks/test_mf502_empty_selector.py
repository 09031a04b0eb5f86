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


CUSTOM = """\
apiVersion: monitoring.coreos.com/v1
kind: %s
metadata: {name: a, namespace: store}"""


@pytest.mark.parametrize(
    ("kind", "selector", "wrong"),
    [
        pytest.param("Prometheus", "{app: prometheus}", False, id="an operator's pods"),
        pytest.param("Prometheus", "{app: shpo}", True, id="misspelt all the same"),
        pytest.param("PrometheusRule", "{app: prometheus}", True, id="makes no pods"),
    ],
)
def test_an_operator_may_make_the_pods(kind: str, selector: str, wrong: bool) -> None:
    texts = (deployment(), CUSTOM % kind, service(selector))
    assert bool(found("MF502", *texts)) is wrong


@pytest.mark.parametrize(
    ("where", "wrong"),
    [
        ("", True),
        ("namespaceSelector: {matchNames: [store]}, ", True),
        ("namespaceSelector: {matchNames: [kube-system]}, ", False),
        ("namespaceSelector: {any: true}, ", True),
    ],
)
def test_a_service_monitor_looks_into_namespaces(where: str, wrong: bool) -> None:
    monitor = CUSTOM % "ServiceMonitor" + (
        f"\nspec: {{{where}selector: {{matchLabels: {{app: kubelet}}}}}}"
    )
    assert bool(found("MF502", deployment(), service(), monitor)) is wrong
