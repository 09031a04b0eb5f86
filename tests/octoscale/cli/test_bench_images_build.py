"""``octoscale bench images build``: what it prints, and how it ends."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bench.images import read
from octoscale.cli.app import main

if TYPE_CHECKING:
    from pathlib import Path

    from bench.images import BuiltImage

BUILD = ["bench", "images", "build"]


def test_an_image_of_ones_own_size(
    small_image: BuiltImage,
    image_cache: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["20M", "--to", str(tmp_path / "out"), "--cache", str(image_cache)]
    assert main([*BUILD, *words, "--compression", "zstd", "-o", "json"]) == 0
    shown = capsys.readouterr()
    found = json.loads(shown.out)
    image = read(tmp_path / "out")
    assert found["digest"] == image.reference_digest
    assert found["onDiskBytes"] == 20_000_000
    assert found["pulledBytes"] == sum(one["pulledBytes"] for one in found["layers"])
    assert found["layout"] == str(tmp_path / "out")
    assert found["layers"][0]["mediaType"].endswith("+zstd")
    assert found["platform"] == small_image.platform
    assert "unpacking" in shown.err


def test_sigterm_ends_it_and_nothing_stays(
    small_image: BuiltImage, image_cache: Path, tmp_path: Path
) -> None:
    assert small_image.name == "small"  # its packages are in the cache
    before = {path.name for path in image_cache.iterdir()}
    words = ["20M", "--to", str(tmp_path / "out"), "--cache", str(image_cache)]
    process = subprocess.Popen(
        [sys.executable, "-m", "octoscale.cli.main", *BUILD, *words],
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("unpacking")
        process.send_signal(signal.SIGTERM)
        said = process.stderr.read()
    assert process.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []
    assert {path.name for path in image_cache.iterdir()} == before


def test_help_names_the_presets(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BUILD, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "small, medium, big, octoscale, prometheus" in shown


@pytest.mark.parametrize("name", ["notes.txt", "index.json"])
def test_a_directory_of_somebody_else_is_exit_code_2(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text("{}")
    assert main([*BUILD, "small", "--to", str(tmp_path)]) == 2
    assert "not overwritten" in capsys.readouterr().err


def test_without_packages_it_is_exit_code_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    words = ["small", "--to", str(tmp_path / "out"), "--cache", str(tmp_path / "c")]
    assert main([*BUILD, *words]) == 3
    assert "no apt-get" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
