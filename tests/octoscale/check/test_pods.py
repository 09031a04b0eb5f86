"""The pods that workloads make."""

from __future__ import annotations

import pytest

from hpa.checks.manifest import objects_in
from octoscale.check.pods import Pods, pods_in
from octoscale.core import yamlio
from tests.octoscale.check.inputs import deployment, service


def pods(text: str) -> list[Pods]:
    return list(pods_in(objects_in(yamlio.load_all(text))))


def test_a_deployments_template_is_taken() -> None:
    [found] = pods(deployment(annotations="{a: b}"))
    assert found.labels == {"app": "shop"}
    assert found.annotations == {"a": "b"}
    assert [(port.number, port.name) for port in found.ports] == [(8080, "http")]
    assert (found.namespace, found.name) == ("store", "shop-…")


@pytest.mark.parametrize(
    "path",
    [("CronJob", "jobTemplate: {spec: {template: %s}}"), ("Job", "template: %s")],
)
def test_jobs_make_pods_too(path: tuple[str, str]) -> None:
    kind, spec = path
    inner = spec % "{metadata: {labels: {a: b}}}"
    [found] = pods(f"kind: {kind}\nmetadata: {{name: x}}\nspec: {{{inner}}}")
    assert found.labels == {"a": "b"}


def test_a_pod_has_its_own_name() -> None:
    [found] = pods("kind: Pod\nmetadata: {name: x, labels: {a: b}}")
    assert (found.name, found.labels) == ("x", {"a": "b"})


def test_other_kinds_make_none() -> None:
    assert pods(service()) == []


def test_what_is_malformed_is_left_out() -> None:
    [found] = pods(deployment(ports="[{containerPort: http}, nonsense]", labels="[a]"))
    assert found.ports == ()
    assert found.labels == {}
