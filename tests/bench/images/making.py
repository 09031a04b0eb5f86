"""Tiny packages, wheels and trees for the tests of images."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.images import layout
from bench.images.compression import compression_named
from bench.images.presets import Preset
from bench.images.recipes import Recipe
from bench.images.trees import Tree
from bench.images.writing import write_image

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bench.images.built import BuiltImage

RECIPE = Recipe(
    title="tiny", packages=(), entrypoint=("/bin/tiny",), arguments=("-v",), port=80
)


@dataclass(frozen=True)
class Deb:
    """A Debian package to be written."""

    name: str = "tiny"
    version: str = "1:2.0-3"
    files: dict[str, bytes] = field(default_factory=dict)
    members: tuple[tarfile.TarInfo, ...] = ()
    """Further things in it: links, folders, devices."""

    compression: str = "xz"

    def write(self, folder: Path) -> Path:
        """Write it where apt would keep it."""
        version = self.version.replace(":", "%3a")
        path = folder / f"{self.name}_{version}_amd64.deb"
        path.write_bytes(
            ar(
                {
                    "debian-binary": b"2.0\n",
                    f"control.tar.{self.compression}": self._control(),
                    f"data.tar.{self.compression}": self._data(),
                }
            )
        )
        return path

    def paragraph(self) -> str:
        """Describe it, as in its control file."""
        return (
            f"Package: {self.name}\nVersion: {self.version}\nArchitecture: amd64\n"
            "Maintainer: Nobody <nobody@example.org>\nDescription: tiny\n"
        )

    def _control(self) -> bytes:
        return tar({"./control": self.paragraph().encode()}, (), self.compression)

    def _data(self) -> bytes:
        return tar(self.files, self.members, self.compression)


def ar(members: dict[str, bytes]) -> bytes:
    """Write an ``ar`` archive."""
    parts = [b"!<arch>\n"]
    for name, content in members.items():
        head = f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n"
        parts += [head.encode(), content, b"\n" * (len(content) % 2)]
    return b"".join(parts)


def tar(
    files: dict[str, bytes], members: Iterable[tarfile.TarInfo], compression: str
) -> bytes:
    """Write a tar archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=f"w:{compression}") as archive:  # type: ignore[call-overload]  # its modes are literals
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for member in members:
            archive.addfile(member)
    return buffer.getvalue()


def member(
    name: str, kind: bytes, target: str = "", mode: int = 0o755
) -> tarfile.TarInfo:
    """Describe something other than a file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.mode = kind, target, mode
    return info


def wheel(folder: Path, name: str, files: dict[str, str], version: str = "1.0") -> Path:
    """Write a wheel that pip accepts."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    about = f"{name}-{version}.dist-info"
    described = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", ""]
    tagged = ["Wheel-Version: 1.0", "Root-Is-Purelib: true", "Tag: py3-none-any", ""]
    everything = {
        **files,
        f"{about}/METADATA": "\n".join(described),
        f"{about}/WHEEL": "\n".join(tagged),
    }
    record = "".join(
        f"{one},sha256={hashlib.sha256(text.encode()).hexdigest()},{len(text)}\n"
        for one, text in everything.items()
    )
    with zipfile.ZipFile(path, "w") as archive:
        for one, text in {**everything, f"{about}/RECORD": record}.items():
            archive.writestr(one, text)
    return path


def tiny_tree(folder: Path) -> Tree:
    """Make a tree with something in each layer."""
    folder.mkdir()
    tree = Tree(folder)
    tree.add("base", "bin/tiny", [b"#!/bin/sh\n", b"true\n"], mode=0o755)
    tree.link("base", "bin", "usr/bin")
    tree.add("python", "usr/lib/python3/x.py", [b"x = 1\n"])
    tree.add("app", "usr/lib/python3/dist-packages/y.py", [b"y = 2\n" * 100])
    return tree


def tiny_image(
    folder: Path,
    *,
    size: int | None = 200_000,
    salt: str | None = None,
    compression: str = "gzip",
    name: str = "tiny",
) -> BuiltImage:
    """Build an image of a tiny tree into *folder*, which must not exist."""
    tree = tiny_tree(folder.with_name(folder.name + "-tree"))
    preset = Preset(name=name, recipe=RECIPE, on_disk_bytes=size)
    with layout.replaced(folder) as draft:
        write_image(
            preset,
            tree,
            architecture="amd64",
            draft=draft,
            salt=salt,
            compression=compression_named(compression),
            say=lambda _: None,
        )
    return layout.read(folder)


def unpacked(image: BuiltImage) -> dict[str, bytes]:
    """Give the files of all layers, the upper over the lower."""
    found: dict[str, bytes] = {}
    for layer in image.layers:
        with open_layer(image, layer.digest) as archive:
            for info in archive:
                file = archive.extractfile(info) if info.isfile() else None
                if file is not None:
                    found[info.name] = file.read()
    return found


def open_layer(image: BuiltImage, digest: str) -> tarfile.TarFile:
    """Open a layer of an image, gzip or zstd."""
    return tarfile.open(fileobj=io.BytesIO(raw_layer(image, digest)))


def raw_layer(image: BuiltImage, digest: str) -> bytes:
    """Give a layer's tar stream."""
    import gzip

    import zstandard

    blob = layout.blob_path(image.layout, digest).read_bytes()
    if blob[:2] == b"\x1f\x8b":
        return gzip.decompress(blob)
    reader = zstandard.ZstdDecompressor().stream_reader(blob, read_across_frames=True)
    return reader.readall()
