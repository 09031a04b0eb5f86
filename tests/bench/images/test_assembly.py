"""Tests of a real image: what is in it, and what is not."""

from __future__ import annotations

import json
import subprocess
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from bench.images import build, layout
from bench.images.recipes import SITE
from tests.bench.images.making import open_layer, unpacked

if TYPE_CHECKING:
    from pathlib import Path

    from bench.images.built import BuiltImage


@pytest.fixture(scope="module")
def files(small_image: BuiltImage) -> dict[str, bytes]:
    return unpacked(small_image)


@pytest.fixture(scope="module")
def root(small_image: BuiltImage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the image, as a node would."""
    folder = tmp_path_factory.mktemp("root")
    for layer in small_image.layers:
        with open_layer(small_image, layer.digest) as archive:
            archive.extractall(folder, filter="tar")
    return folder


def run(root: Path, *words: str) -> str:
    """Run the image's Python where it was unpacked, with nothing else around it."""
    (loader,) = root.glob("usr/lib/*-linux-*/ld-linux*.so.*")
    (program,) = root.glob("usr/bin/python3.*")
    done = subprocess.run(
        [loader, "--library-path", loader.parent, program, *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={
            "PYTHONHOME": str(root / "usr"),
            "PYTHONPATH": str(root / SITE),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_papers_size_is_hit_to_the_byte(
    small_image: BuiltImage, files: dict[str, bytes]
) -> None:
    assert small_image.on_disk_bytes == 19_170_000
    assert sum(map(len, files.values())) == 19_170_000
    assert [one.name for one in small_image.layers] == [
        "base",
        "python",
        "filler-1",
        "app",
    ]


def test_twice_the_same_digest(
    small_image: BuiltImage, image_cache: Path, tmp_path: Path
) -> None:
    again = build(
        "small", to=tmp_path / "again", cache=image_cache, progress=lambda _: None
    )
    assert again.reference_digest == small_image.reference_digest


def test_no_name_of_this_machine_is_in_it(
    files: dict[str, bytes], image_cache: Path
) -> None:
    private = str(image_cache).encode()
    assert [name for name, content in files.items() if private in content] == []


def test_licences_come_along(files: dict[str, bytes]) -> None:
    documented = {name for name in files if name.endswith("/copyright")}
    for package in ("libc6", "zlib1g", "libexpat1"):
        assert f"usr/share/doc/{package}/copyright" in documented
        assert f"var/lib/dpkg/status.d/{package}" in files
    assert "usr/share/doc/perl-base/copyright" not in documented


def test_the_library_is_one_archive_of_byte_code(files: dict[str, bytes]) -> None:
    (name,) = (name for name in files if name.endswith(".zip"))
    with zipfile.ZipFile(BytesIO(files[name])) as archive:
        names = set(archive.namelist())
    assert {"asyncio/base_events.pyc", "argparse.pyc", "ssl.pyc"} < names
    assert not [name for name in names if name.startswith(("test/", "idlelib/"))]


def test_the_layers_follow_the_merged_layout_of_debian(small_image: BuiltImage) -> None:
    with open_layer(small_image, small_image.layers[0].digest) as archive:
        links = {info.name: info.linkname for info in archive if info.issym()}
        folders = {info.name: info.mode for info in archive if info.isdir()}
    assert links["lib"] == "usr/lib"
    assert links["bin"] == "usr/bin"
    assert folders["tmp"] == 0o1777


def test_the_image_runs_as_nobody_in_particular(small_image: BuiltImage) -> None:
    manifest = json.loads(
        layout.blob_path(small_image.layout, small_image.reference_digest).read_bytes()
    )
    config = json.loads(
        layout.blob_path(small_image.layout, manifest["config"]["digest"]).read_bytes()
    )
    assert config["config"]["User"] == "65532:65532"
    start = ["/usr/bin/python3", "-m", "bench.demo_service"]
    assert config["config"]["Entrypoint"] == start


def test_its_python_imports_the_service_and_the_exporter(root: Path) -> None:
    code = "import bench.demo_service, octoscale.cli.export_process, exporters.serving"
    code += ", prometheus_client, psutil, hashlib, decimal, json, uuid, zoneinfo"
    code += "; print(hashlib.sha256(b'').hexdigest()[:8], asyncio.__file__)"
    printed = run(root, "-c", f"import asyncio, {code.removeprefix('import ')}")
    assert printed.startswith("e3b0c442 ")
    assert ".zip/asyncio" in printed


def test_its_python_answers_for_help(root: Path) -> None:
    assert "--listen" in run(root, "-m", "bench.demo_service", "--help")
    shown = run(root, "-m", "octoscale.cli.main", "export", "process", "--help")
    assert "--pattern" in shown


def test_byte_code_stands_for_sources(root: Path, files: dict[str, bytes]) -> None:
    code = "import click, bench.demo_service as d; print(click.__file__, d.__file__)"
    shown = run(root, "-c", code).split()
    assert shown == [
        f"{root}/{SITE}/click/__init__.pyc",
        f"{root}/{SITE}/bench/demo_service.pyc",
    ]
    assert not [one for one in files if one.startswith(SITE) and one.endswith(".py")]
