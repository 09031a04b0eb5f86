"""Tests of running a tree's own programs: what is said when there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.images.errors import PackagesError
from bench.images.interpreters import Interpreter, loader
from bench.images.trees import Tree

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    root = tmp_path / "tree"
    root.mkdir()
    return Tree(root)


def test_the_python_of_a_tree_is_found(tree: Tree) -> None:
    tree.add("python", "usr/bin/python3.13", [b""], mode=0o755)
    tree.link("python", "usr/bin/python3", "python3.13")
    found = Interpreter.within(tree)
    assert found.version == "3.13"
    assert found.library == "usr/lib/python3.13"
    assert found.compiled("a/b.py") == "a/__pycache__/b.cpython-313.pyc"
    assert found.compiled("a/b.py", optimize=2) == (
        "a/__pycache__/b.cpython-313.opt-2.pyc"
    )


def test_a_tree_without_python_is_named(tree: Tree) -> None:
    with pytest.raises(PackagesError, match="no Python"):
        Interpreter.within(tree)


def test_a_tree_without_a_c_library_is_named(tree: Tree) -> None:
    with pytest.raises(PackagesError, match="no C library"):
        loader(tree)


def test_the_loader_is_told_where_libraries_are(tree: Tree) -> None:
    tree.add("base", "lib/x86_64-linux-gnu/ld-linux-x86-64.so.2", [b""], mode=0o755)
    folder = tree.root / "usr/lib/x86_64-linux-gnu"
    assert loader(tree) == [
        str(folder / "ld-linux-x86-64.so.2"),
        "--library-path",
        str(folder),
    ]
