"""``octoscale init``: a commented example, and nothing overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.cli.app import main
from octoscale.service.file import load

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_it_writes_a_service_file_that_renders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "octoscale.yaml"
    assert main(["init", "--service", "shop", "--to", str(path)]) == 0
    assert load(path.read_text()).spec.service == "shop"
    assert "octoscale render" in capsys.readouterr().err


def test_it_prints_to_a_dash(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--to", "-"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert load(shown.out).spec.service == "my-service"


def test_it_leaves_an_existing_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "octoscale.yaml"
    path.write_text("mine")
    assert main(["init", "--to", str(path)]) == 2
    assert path.read_text() == "mine"


def test_quiet_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "-q", "--to", str(tmp_path / "f.yaml")]) == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "")
