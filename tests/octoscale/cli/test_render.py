"""``octoscale render``: printed, or written over nothing but its own files."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

from octoscale.cli.app import main
from octoscale.core import yamlio
from octoscale.service.example import example
from octoscale.service.render import MARK

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def written(folder: Path) -> Path:
    path = folder / "octoscale.yaml"
    path.write_text(example("shop"))
    return path


def test_it_prints_every_artefact(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["render", str(written(tmp_path))]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    kinds = [document.value.get("kind") for document in yamlio.load_all(shown.out)]
    expected = [None, "ConfigMap", "HorizontalPodAutoscaler", "Deployment", None]
    assert kinds == expected


def test_json_names_every_artefact(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(written(tmp_path))
    assert main(["render", file, "-o", "json", "--scrape", "file-sd"]) == 0
    assert list(json.loads(capsys.readouterr().out)) == [
        "adapter-rules.yaml",
        "adapter-configmap.yaml",
        "hpa.yaml",
        "scrape-config.yaml",
        "scrape-targets.yaml",
    ]


def test_it_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(example("shop").encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    assert main(["render", "-"]) == 0
    assert "HorizontalPodAutoscaler" in capsys.readouterr().out


def test_it_replaces_its_own_files_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = str(written(tmp_path)), tmp_path / "out"
    assert main(["render", file, "--to", str(out)]) == 0
    first = {path.name: path.read_text() for path in out.iterdir()}
    assert all(text.startswith(MARK) for text in first.values())
    assert main(["render", file, "--to", str(out)]) == 0
    assert {path.name: path.read_text() for path in out.iterdir()} == first

    (out / "hpa.yaml").write_text("# mine\n")
    (out / "adapter-rules.yaml").unlink()
    capsys.readouterr()
    assert main(["render", file, "--to", str(out)]) == 2
    assert str(out / "hpa.yaml") in capsys.readouterr().err
    assert (out / "hpa.yaml").read_text() == "# mine\n"
    assert not (out / "adapter-rules.yaml").exists()


def test_another_form_leaves_nothing_of_the_last_one(tmp_path: Path) -> None:
    file, out = str(written(tmp_path)), tmp_path / "out"
    assert main(["render", file, "--to", str(out), "--scrape", "file-sd"]) == 0
    assert (out / "scrape-targets.yaml").exists()
    assert main(["render", file, "--to", str(out)]) == 0
    assert not (out / "scrape-targets.yaml").exists()


def test_without_targets_a_file_of_targets_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path)
    value = yamlio.load(file.read_text()).value
    del value["scrape"]["targets"]
    file.write_text(yamlio.dump(value))
    assert main(["render", str(file), "--scrape", "file-sd"]) == 2
    assert "scrape.targets" in capsys.readouterr().err
