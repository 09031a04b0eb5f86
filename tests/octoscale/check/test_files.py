"""Which files are looked into."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from octoscale.check.files import NOT_READ, read_files
from octoscale.core.errors import FileAccessError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_gives_manifests_and_expositions_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.yml", "a.yaml", "c.json", "d.prom", "e.txt", ".git/f.yaml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("a: 1")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "Kustomization").write_text("a: 1")
    names = [file.name for file in read_files(["."]).files]
    assert names == ["a.yaml", "b.yml", "c.json", "d.prom", "sub/Kustomization"]


def test_a_named_file_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "manifest"
    path.write_text("a: 1")
    assert [file.text for file in read_files([str(path)]).files] == ["a: 1"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1")
    assert len(read_files([str(path), str(tmp_path)]).files) == 1


def test_a_file_has_one_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("a: 1")
    names = [file.name for file in read_files(["./a.yaml", ".", "a.yaml"]).files]
    assert names == ["a.yaml"]


def test_what_cannot_be_opened_ends_it(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match="cannot read"):
        read_files([str(tmp_path / "none.yaml")])
    with pytest.raises(FileAccessError, match="no manifest"):
        read_files([str(tmp_path)])


def test_what_is_no_file_is_a_finding_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 1")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "gone.yaml")
    (tmp_path / "c.yaml").symlink_to(tmp_path / "c.yaml")
    os.mkfifo(tmp_path / "d.yaml")
    (tmp_path / "e.yaml").symlink_to(tmp_path / "a.yaml")
    found = read_files([str(tmp_path)])
    assert [file.name[-6:] for file in found.files] == ["a.yaml", "e.yaml"]
    assert {finding.code for finding in found.findings} == {NOT_READ}
    assert [str(finding.place.file)[-6:] for finding in found.findings] == [
        "b.yaml",
        "c.yaml",
        "d.yaml",
    ]


def test_a_pipe_that_is_named_is_refused_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    with pytest.raises(FileAccessError, match="a pipe"):
        read_files([str(tmp_path / "a.yaml")])


def test_a_pipe_of_the_shell_is_read() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"a: 1")
    os.close(writing)
    [file] = read_files([f"/dev/fd/{reading}"]).files
    os.close(reading)
    assert file.text == "a: 1"


def test_a_file_that_is_no_text_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: \xff")
    (tmp_path / "b.yaml").write_text("b: 1")
    found = read_files([str(tmp_path)])
    assert [finding.code for finding in found.findings] == ["YA001"]
    assert len(found.files) == 1


def test_a_charts_template_knows_its_chart(tmp_path: Path) -> None:
    folder = tmp_path / "shop" / "templates" / "inner"
    folder.mkdir(parents=True)
    (tmp_path / "shop" / "Chart.yaml").write_text("name: shop")
    (folder / "a.yaml").write_text("a: 1")
    charts = {file.name: file.chart for file in read_files([str(tmp_path)]).files}
    assert charts[str(folder / "a.yaml")] == str(tmp_path / "shop")
    assert charts[str(tmp_path / "shop" / "Chart.yaml")] == ""


def test_what_is_far_too_large_is_left_out_of_a_folder_with_a_word(
    tmp_path: Path,
) -> None:
    with (tmp_path / "data.json").open("wb") as stream:
        stream.truncate(17 * 1024 * 1024)
    found = read_files([str(tmp_path)])
    assert [finding.code for finding in found.findings] == ["YA004"]
    with pytest.raises(FileAccessError, match="16 MiB"):
        read_files([str(tmp_path / "data.json")])
