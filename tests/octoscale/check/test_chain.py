"""The chain from one service file: it holds, and each link that breaks is told."""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING

import pytest

from octoscale.check.run import check_paths
from octoscale.cli.app import main

if TYPE_CHECKING:
    from pathlib import Path

SERIES = "myapphttp_process_open_fds"
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: default}
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      containers:
      - name: shop
        image: registry.example/shop:1.4
        ports: [{containerPort: 8080}]
      - name: exporter
        image: registry.example/exporter:1.0
        ports: [{containerPort: 18883}]
---
apiVersion: v1
kind: Service
metadata: {name: shop, namespace: default}
spec:
  selector: {app: shop}
  ports: [{port: 80, targetPort: 8080}]
"""
EXPOSITION = f"""\
# HELP {SERIES} Open file descriptors.
# TYPE {SERIES} gauge
{SERIES} 7
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render a service file and put the workload and an exposition beside it."""
    folder = tmp_path_factory.mktemp("chain")
    with contextlib.chdir(folder):
        assert main(["init", "--service", "shop", "--to", "octoscale.yaml", "-q"]) == 0
        assert main(["render", "octoscale.yaml", "--to", "chain", "-q"]) == 0
    (folder / "octoscale.yaml").unlink()
    (folder / "chain" / "adapter-configmap.yaml").unlink()
    (folder / "deployment.yaml").write_text(DEPLOYMENT)
    (folder / "shop.prom").write_text(EXPOSITION)
    return folder


def codes(folder: Path) -> set[str]:
    with contextlib.chdir(folder):
        findings = check_paths(["."]).findings
    return {finding.code for finding in findings} - {"HP101"}


def test_it_holds(whole: Path) -> None:
    assert codes(whole) == set()


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        pytest.param(
            "shop.prom", SERIES, f"{SERIES}s", "MF601", id="exposition: another series"
        ),
        pytest.param(
            "chain/scrape-annotations.yaml", "'18883'", "'18884'", "MF402", id="port"
        ),
        pytest.param(
            "chain/scrape-annotations.yaml", "'true'", "'yes'", "MF604", id="annotation"
        ),
        pytest.param(
            "chain/scrape-config.yaml",
            "regex: 'true'",
            "regex: 'on'",
            "MF703",
            id="job",
        ),
        pytest.param(
            "chain/scrape-config.yaml",
            "target_label: pod\n",
            "target_label: kubernetes_pod_name\n",
            "MF602",
            id="scrape label",
        ),
        pytest.param(
            "chain/adapter-rules.yaml",
            f"as: {SERIES}",
            "as: open_fds",
            "HP131",
            id="rule: another name",
        ),
        pytest.param(
            "chain/hpa.yaml",
            f"name: {SERIES}",
            "name: open_fds",
            "HP131",
            id="HPA: metric",
        ),
        pytest.param(
            "chain/hpa.yaml",
            "    name: shop\n",
            "    name: shpo\n",
            "MF603",
            id="workload",
        ),
        pytest.param(
            "deployment.yaml",
            "  selector: {app: shop}",
            "  selector: {app: x}",
            "MF502",
            id="pods",
        ),
    ],
)
def test_each_broken_link_is_told(
    file: str, old: str, new: str, code: str, whole: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(whole, folder)
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))
    assert code in codes(folder)
