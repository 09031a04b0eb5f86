"""A whole process: started, asked, told to stop; and what keeps it from starting."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from adapter_rules.server.options import settings_from
from adapter_rules.server.running import run
from octoscale.core.errors import InputError, UsageError
from tests.adapter_rules.server.site import RULES
from tests.controlplane.processes import free_ports, wait_until
from tests.serving import world
from tests.serving.cluster import api_server, pod

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adapter_rules.server.settings import Settings


@contextmanager
def site(folder: Path, rules: str = RULES) -> Iterator[Path]:
    """Write rules beside a stub of a cluster; give its kubeconfig."""
    (folder / "rules.yaml").write_text(rules)
    with api_server([pod("shop", "web-0")], folder) as kubeconfig:
        yield kubeconfig


def settings(folder: Path, kubeconfig: Path, *, port: int = 0) -> Settings:
    return settings_from(
        {
            "config": str(folder / "rules.yaml"),
            "prometheus_url": "http://127.0.0.1:1",
            "insecure_loopback": True,
            "bind_address": "127.0.0.1",
            "secure_port": str(port),
            "lister_kubeconfig": str(kubeconfig),
        }
    )


def test_a_bad_file_is_told_before_a_cluster_is_looked_for(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("rules: [{}, {x: y}]")
    with pytest.raises(InputError):
        run(settings(tmp_path, tmp_path / "none"), tell=print)


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken, site(tmp_path) as kubeconfig:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"cannot listen on 127.0.0.1:{port}"):
            run(settings(tmp_path, kubeconfig, port=port), tell=print)


def test_it_serves_without_prometheus_and_stops_when_told(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    with (
        site(tmp_path) as kubeconfig,
        world.served(
            tmp_path,
            rules=tmp_path / "rules.yaml",
            prometheus=f"http://127.0.0.1:{port}",
            kubeconfig=kubeconfig,
        ) as server,
    ):
        host = server.url.removeprefix("http://")
        assert ask(host, "/livez") == (200, "ok")
        assert ask(host, "/readyz")[0] == 503
        status, body = ask(
            host, "/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/web-0/hits"
        )
        assert (status, json.loads(body)["reason"]) == (503, "ServiceUnavailable")
        server.process.send_signal(signal.SIGTERM)
        wait_until(
            lambda: server.process.poll() is not None,
            what="the end",
            timeout_seconds=20,
            processes=[],
        )
    assert server.process.returncode in (0, -signal.SIGTERM)


def test_told_to_stop_it_is_no_longer_ready_and_answers_on(tmp_path: Path) -> None:
    with (
        site(tmp_path) as kubeconfig,
        world.served(
            tmp_path,
            rules=tmp_path / "rules.yaml",
            prometheus="http://127.0.0.1:1",
            kubeconfig=kubeconfig,
            options=("--compat", "--shutdown-delay-duration=30s"),
        ) as server,
    ):
        host = server.url.removeprefix("http://")
        assert ask(host, "/readyz") == (200, "ok")
        server.process.send_signal(signal.SIGTERM)
        wait_until(
            lambda: ask(host, "/readyz") == (503, "stopping"),
            what="its word",
            timeout_seconds=20,
            processes=[],
        )
        assert ask(host, "/livez") == (200, "ok")
        assert ask(host, "/apis")[0] == 200
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=20) in (0, -signal.SIGTERM)


def test_the_delay_has_an_end(tmp_path: Path) -> None:
    with (
        site(tmp_path) as kubeconfig,
        world.served(
            tmp_path,
            rules=tmp_path / "rules.yaml",
            prometheus="http://127.0.0.1:1",
            kubeconfig=kubeconfig,
            options=("--shutdown-delay-duration=300ms",),
        ) as server,
    ):
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=20) in (0, -signal.SIGTERM)


def ask(host: str, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(host, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_the_same_is_a_module(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("rules: [")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "adapter_rules.server", "--insecure-loopback"),
            *("--bind-address=127.0.0.1", "--prometheus-url=http://127.0.0.1:1"),
            f"--config={tmp_path / 'rules.yaml'}",
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "YA001" in done.stderr
