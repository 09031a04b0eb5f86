"""The doctor names what breaks in a chain that held: one part after the other.

Every break is made on a running chain and mended afterwards; in between the doctor
is asked about the same healthy HPA.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from octoscale.kube.types import Kind
from tests.e2e.doctor_breaks import BREAKS, HPAS, RULES
from tests.e2e.doctor_world import World, wait, world
from tests.e2e.test_doctor import hpa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.controlplane.plugin import Cluster


@pytest.fixture(scope="module")
def chain(
    session_cluster: Cluster,
    session_kube: Any,
    live_prometheus: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    if session_cluster.own is None:
        pytest.skip("needs a control plane of its own")
    kube, namespace = session_kube, "octoscale-test-doctor-breaks"
    space = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}}
    kube.create(space)
    try:
        with world(
            session_cluster.own,
            kube,
            live_prometheus,
            namespace=namespace,
            folder=tmp_path_factory.mktemp("breaks"),
            rules=RULES,
            main=lambda pods: [
                *(f'doc_good{{pod="{pod}"}} 5' for pod in pods),
                *(f'doc_new{{pod="{pod}"}} 5' for pod in pods),
                "doc_queue 5",
            ],
            bare=["doc_bare 1"],
        ) as made:
            for name, metric in HPAS.items():
                made.apply(hpa(namespace, name, metric, "deployment/web"))
            yield made
    finally:
        kube.delete(Kind("v1", "Namespace"), namespace)


@pytest.mark.soak
@pytest.mark.parametrize("name", BREAKS)
def test_what_breaks_is_named(name: str, chain: World, cluster: Cluster) -> None:
    del cluster  # counts the test
    case = BREAKS[name]
    if case.hpa in ("good", "queue"):
        wait(lambda: chain.diagnose(case.hpa)[0].is_healthy, "a chain that holds")
    with case.breaking(chain):
        (found,) = chain.diagnose(case.hpa)
        root = found.root
        shown = "\n".join(
            f"{one.verdict} {one.link}: {one.text} {one.evidence}"
            for one in found.clues
        )
        assert root is not None, shown
        assert root.link == case.link, shown
        told = " ".join([root.text, *root.evidence, root.fix])
        assert case.words in told, shown
        assert "planted" not in shown
