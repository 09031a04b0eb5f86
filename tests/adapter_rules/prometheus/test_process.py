"""A real Prometheus is started, waited for, stopped and told apart from a dud."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING

import pytest

from adapter_rules.prometheus.api_client import PrometheusClient
from adapter_rules.prometheus.process import PrometheusProcess, find_binary
from octoscale.core.errors import EnvironmentMissingError

if TYPE_CHECKING:
    from pathlib import Path


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/-/ready")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def test_it_is_ready_within_the_block_and_gone_behind_it(
    prometheus_binary: Path,
) -> None:
    with PrometheusProcess({}, binary=prometheus_binary) as process:
        assert answers(process.port)
        directory = process.directory
        with PrometheusClient(process.url) as client:
            assert client.version()
    assert not answers(process.port)
    assert not directory.exists()


def test_it_can_be_stopped_and_started_on_the_same_port(
    prometheus_binary: Path,
) -> None:
    with PrometheusProcess({}, binary=prometheus_binary) as process:
        port = process.port
        process.stop()
        process.stop()
        assert not answers(port)
        process.start()
        assert process.port == port
        assert answers(port)


def test_it_reads_its_configuration_again(prometheus_binary: Path) -> None:
    with PrometheusProcess("scrape_configs: []", binary=prometheus_binary) as process:
        config = process.directory / "prometheus.yml"
        config.write_text("global: {scrape_interval: 7s}\n", encoding="utf-8")
        process.reload()
        config.write_text("nonsense: 1\n", encoding="utf-8")
        with pytest.raises(EnvironmentMissingError, match="nonsense"):
            process.reload()


def test_a_bad_configuration_says_why_and_leaves_nothing(
    prometheus_binary: Path,
) -> None:
    process = PrometheusProcess({"nonsense": 1}, binary=prometheus_binary)
    with pytest.raises(EnvironmentMissingError, match="nonsense"), process:
        pass
    assert not process.directory.exists()


def script(path: Path, body: str) -> Path:
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("body", "words"),
    [("echo dud; exit 1", "dud"), ("exit 0", "it said nothing")],
)
def test_a_program_that_ends_is_no_prometheus(
    body: str, words: str, tmp_path: Path
) -> None:
    program = script(tmp_path / "prometheus", body)
    with (
        pytest.raises(EnvironmentMissingError, match=words),
        PrometheusProcess({}, binary=program),
    ):
        pass


def test_a_program_that_never_gets_ready_is_given_up(tmp_path: Path) -> None:
    program = script(tmp_path / "prometheus", "exec sleep 60")
    with (
        pytest.raises(EnvironmentMissingError, match="did not start"),
        PrometheusProcess({}, binary=program, ready_seconds=0.1),
    ):
        pass


def test_a_file_that_is_no_program(tmp_path: Path) -> None:
    (tmp_path / "prometheus").write_text("x", encoding="utf-8")
    with (
        pytest.raises(EnvironmentMissingError, match="cannot run"),
        PrometheusProcess({}, binary=tmp_path / "prometheus"),
    ):
        pass


def test_the_program_is_looked_for_where_tools_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "usr" / "bin").mkdir(parents=True)
    program = script(tmp_path / "usr" / "bin" / "prometheus", "exit 0")
    monkeypatch.setenv("OCTOSCALE_TOOLS", str(tmp_path))
    assert find_binary() == program


def test_the_working_directory_may_hold_tools(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".tools" / "usr" / "bin").mkdir(parents=True)
    program = script(tmp_path / ".tools" / "usr" / "bin" / "prometheus", "exit 0")
    monkeypatch.delenv("OCTOSCALE_TOOLS", raising=False)
    monkeypatch.chdir(tmp_path)
    assert find_binary() == program
