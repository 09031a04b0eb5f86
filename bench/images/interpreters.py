"""Run an image's own Python, and its loader, where the image is put together.

The image's own, so that byte code is of its version and a program's libraries are
those that it will find. It is started through its loader, for the machine's kind
only; nothing outside of the tree is looked at.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.images.errors import PackagesError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bench.images.trees import Tree

_NEEDED = re.compile(r"=> (?P<path>/\S+)")
_PROGRAM = re.compile(r"usr/bin/python(?P<version>3\.\d+)\Z")


@dataclass(frozen=True, slots=True)
class Interpreter:
    """The Python of a tree."""

    tree: Tree
    version: str
    """Like ``3.11``."""

    @classmethod
    def within(cls, tree: Tree) -> Interpreter:
        """Find the Python of *tree*."""
        found = [match for name in tree.names() if (match := _PROGRAM.match(name))]
        if not found:
            raise PackagesError("the packages hold no Python")
        return cls(tree, found[0]["version"])

    @property
    def program(self) -> str:
        """Its program's name in the image."""
        return f"usr/bin/python{self.version}"

    @property
    def library(self) -> str:
        """Its library's folder in the image."""
        return f"usr/lib/python{self.version}"

    def compile(self, names: Iterable[str], *, optimize: int = 0) -> None:
        """Compile sources, so that containers start fast and need not write.

        Byte code is not compared with its source, which cannot change in an image;
        no name of this machine's is in it.
        """
        root = self.tree.root
        wanted = sorted(names)
        options = ["-q", "-f", "--invalidation-mode", "unchecked-hash"]
        options += ["-o", str(optimize), "-s", str(root), "-p", "/"]
        self._run(
            ["-m", "compileall", *options, "-i", "-"],
            "\n".join(str(root / name) for name in wanted),
        )
        for name in wanted:
            made = self.compiled(name, optimize=optimize)
            if (root / made).exists():
                self.tree.adopt(self.tree.owner(name), made)

    def compile_away(self, names: Iterable[str]) -> None:
        """Put byte code in the place of sources: half the room, and no less to run."""
        wanted = sorted(names)
        self.compile(wanted)
        for name in wanted:
            made = self.compiled(name)
            if (self.tree.root / made).exists():
                content = (self.tree.root / made).read_bytes()
                self.tree.add(self.tree.owner(name), f"{name}c", [content])
                self.tree.remove(made)
                self.tree.remove(name)

    def compiled(self, name: str, *, optimize: int = 0) -> str:
        """Name the byte code of a source."""
        folder, _, file = name.rpartition("/")
        tag = f"cpython-{self.version.replace('.', '')}"
        tag += f".opt-{optimize}" if optimize else ""
        return f"{folder}/__pycache__/{file.removesuffix('.py')}.{tag}.pyc"

    def _run(self, words: list[str], given: str) -> None:
        root = self.tree.root
        environment = {
            "PYTHONHOME": str(root / "usr"),
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "LC_ALL": "C.UTF-8",
        }
        start = [*loader(self.tree), str(root / self.program), "-S", "-W", "ignore"]
        done = subprocess.run(  # noqa: S603 - the image's own program
            [*start, *words],
            input=given,
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        if done.returncode not in {0, 1}:
            raise PackagesError(f"the image's Python failed: {done.stderr[-200:]}")


def loader(tree: Tree) -> list[str]:
    """Give the words that start a program of *tree* with its libraries."""
    root = tree.root
    loaders = sorted(root.glob("usr/lib/*-linux-*/ld-linux*.so.*"))
    if not loaders:
        raise PackagesError("the packages hold no C library")
    return [str(loaders[0]), "--library-path", str(loaders[0].parent)]


def libraries(tree: Tree, programs: Iterable[str]) -> set[str]:
    """Name the shared libraries that *programs* of *tree* load, and the loader.

    Links on the way to a library are named as well.
    """
    start = loader(tree)
    needed = {_relative(tree, start[0])}
    for program in programs:
        done = subprocess.run(  # noqa: S603 - the image's own loader
            [*start, "--list", str(tree.root / program)],
            capture_output=True,
            text=True,
            check=False,
            env={},
        )
        for found in _NEEDED.finditer(done.stdout):
            needed |= _links(tree, _relative(tree, found["path"]))
    return needed


def _relative(tree: Tree, path: str) -> str:
    return path.removeprefix(f"{tree.root}/")


def _links(tree: Tree, name: str) -> set[str]:
    """Follow a library's links within its folder."""
    names = {name}
    path: Path = tree.root / name
    while path.is_symlink():
        path = path.parent / path.readlink()
        names.add(_relative(tree, str(path)))
    return names
