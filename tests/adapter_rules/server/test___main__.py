"""``python -m adapter_rules.server``: arguments in, exit codes out."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from adapter_rules.server.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

OPEN = ["--insecure-loopback", "--bind-address=127.0.0.1"]


def test_a_bad_config_is_1_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rules.yaml").write_text("rules:\n- seriesQry: up\n")
    given = [f"--config={tmp_path / 'rules.yaml'}", "--prometheus-url=http://x", *OPEN]
    assert main(given) == 1
    assert "rules.yaml:2:3" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param([], "--config is missing", id="nothing"),
        pytest.param(["--compat=maybe"], "true or false", id="no flag's value"),
        pytest.param(
            ["--config=/nonexistent", "--prometheus-url=http://x", *OPEN],
            "/nonexistent",
            id="no file",
        ),
    ],
)
def test_wrong_arguments_are_2(
    given: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(given) == 2
    assert said in capsys.readouterr().err


def test_outside_a_pod_and_without_a_kubeconfig_is_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rules.yaml").write_text("rules: []\n")
    given = [f"--config={tmp_path / 'rules.yaml'}", "--prometheus-url=http://x", *OPEN]
    assert main([*given, "--logtostderr=true", "-v=4"]) == 3
    assert "not in a pod" in capsys.readouterr().err


def test_it_runs_as_a_module_and_shows_help() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "adapter_rules.server", "--help"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0
    assert "--prometheus-url" in done.stdout
