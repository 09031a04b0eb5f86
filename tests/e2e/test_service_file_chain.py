"""The chain from a service file: init, render, preview, decide, on real parts."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from adapter_rules.prometheus.process import PrometheusProcess
from octoscale.core import yamlio
from tests.e2e import chain
from tests.prometheus_plugin import LivePrometheus

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CMS = {"namespace": "ns", "pod": "apod"}
STANDARD = {"namespace": "namespace", "pod": "pod"}


def octoscale(*arguments: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "octoscale.cli.main", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr


def edited(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the written example as its owner would."""
    value = yamlio.load(path.read_text()).value
    change(value)
    path.write_text(yamlio.dump(value))


@pytest.mark.parametrize("labels", [STANDARD, CMS], ids=["standard", "CMS"])
def test_what_is_rendered_works_on_a_real_prometheus(
    prometheus_binary: Path, labels: dict[str, str], tmp_path: Path
) -> None:
    octoscale("init", "--service", "shop", folder=tmp_path)
    with chain.demo_service() as (service, url):
        watched = ("process", "--pid", str(service.pid), "--prefix", "myapphttp")
        with chain.exporter(*watched) as address:

            def change(value: dict[str, Any]) -> None:
                value["scrape"]["interval"] = "1s"
                value["scrape"]["labels"] = labels
                value["scrape"]["targets"] = [{"address": address, "pod": "shop-0"}]

            edited(tmp_path / "octoscale.yaml", change)
            arguments = ("octoscale.yaml", "--scrape", "file-sd", "--to", "out")
            octoscale("render", *arguments, folder=tmp_path)
            out = tmp_path / "out"
            config = (out / "scrape-config.yaml").read_text()
            with PrometheusProcess(config, binary=prometheus_binary) as process:
                shutil.copy(out / "scrape-targets.yaml", process.directory)
                live = LivePrometheus(process)
                with chain.hey(url, clients=250, per_second=2):
                    pod = f'{labels["pod"]}="shop-0"'
                    live.wait_for(f"myapphttp_process_open_fds{{{pod}}} > 250")
                    shown = chain.preview(out / "adapter-rules.yaml", live.url)
            value = chain.value_of(shown, "pods/myapphttp_process_open_fds", "shop-0")
            assert value is not None
            hpa = (out / "hpa.yaml").read_text()
            decision = chain.decided(hpa, chain.pods_reading(value))
            assert decision.replicas == chain.demanded(value, 200_000) == 2
