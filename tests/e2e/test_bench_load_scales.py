"""``octoscale bench load`` scales a real Deployment before its load, and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from octoscale.cli.app import main
from octoscale.core.tools import find_program
from octoscale.kube.types import Kind
from tests.bench.load.service import serving

if TYPE_CHECKING:
    from pathlib import Path

    from octoscale.kube.base import KubePort
    from tests.controlplane.plugin import Cluster

DEPLOYMENT = Kind("apps/v1", "Deployment")
PLAN = """\
load: scaled
title: Scaled before its load
setups:
  - name: cluster
    scale: {{namespace: {namespace}, name: web, readyWithin: 2m}}
    endpoints:
      - {{replicas: 3, url: "{url}"}}
      - {{replicas: 2, url: "{url}"}}
shapes:
  - {{requests: 20, workers: 5}}
repeats: 2
"""


def deployment() -> dict[str, Any]:
    labels = {"app": "web"}
    container = {"name": "web", "image": "registry.invalid/web:1"}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web"},
        "spec": {
            "replicas": 1,
            "selector": {"matchLabels": labels},
            "template": {
                "metadata": {"labels": labels},
                "spec": {"containers": [container], "terminationGracePeriodSeconds": 0},
            },
        },
    }


@pytest.mark.soak
def test_each_number_of_replicas_is_ready_before_its_load(
    cluster: Cluster, kube: KubePort, namespace: str, tmp_path: Path
) -> None:
    if find_program("hey") is None:
        pytest.skip("hey is missing (make tools)")
    kube.create(deployment(), namespace=namespace)
    with serving() as url:
        plan = tmp_path / "plan.yaml"
        plan.write_text(PLAN.format(namespace=namespace, url=url))
        words = ["bench", "load", str(plan), "--to", str(tmp_path / "runs")]
        words += ["--kubeconfig", str(cluster.kubeconfig), "--yes"]
        words += ["--context", cluster.context] if cluster.context else []
        assert main(words) == 0
    scale = kube.get(DEPLOYMENT, "web", namespace=namespace, subresource="scale")
    assert scale["spec"]["replicas"] == 1
    managed = kube.get(DEPLOYMENT, "web", namespace=namespace)
    assert managed["metadata"]["generation"] == 4  # 1, 3, 2 and 1 again
    (run,) = (tmp_path / "runs").iterdir()
    data = json.loads((run / "report.json").read_text())
    counts = [one["cell"]["replicas"] for one in data["report"]["runs"]]
    assert counts == [3, 3, 2, 2]
