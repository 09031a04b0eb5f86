"""Tests of wheels: the real pip, an index of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.images.errors import PackagesError
from bench.images.trees import Tree
from bench.images.wheels import fetch, install
from tests.bench.images.making import wheel

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let pip see nothing but a folder of wheels."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    wheel(folder, "octo_one", {"octo_one/__init__.py": "one = 1\n"})
    return folder


def names(cache: Path, *requirements: str, refresh: bool = False) -> list[str]:
    found = fetch(
        requirements,
        python="3.11",
        cache=cache,
        refresh=refresh,
        say=lambda _: None,
    )
    return [path.name for path in found]


def test_wheels_are_fetched_once_and_kept(index: Path, tmp_path: Path) -> None:
    first = names(tmp_path / "cache", "octo-one")
    wheel(index, "octo_one", {}, version="2.0")
    assert first == ["octo_one-1.0-py3-none-any.whl"]
    assert names(tmp_path / "cache", "octo-one") == first
    newer = names(tmp_path / "cache", "octo-one", refresh=True)
    assert newer == ["octo_one-2.0-py3-none-any.whl"]


@pytest.mark.usefixtures("index")
def test_what_is_not_found_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(PackagesError, match="octo-nothing"):
        names(tmp_path / "cache", "octo-nothing")
    assert [one.name for one in (tmp_path / "cache").iterdir()] == ["lock"]


def test_the_versions_installed_here_are_taken(index: Path, tmp_path: Path) -> None:
    wheel(index, "pytest", {}, version="999.0")
    wheel(index, "pytest", {}, version=pytest.__version__)
    found = names(tmp_path / "cache", "pytest")
    assert found == [f"pytest-{pytest.__version__}-py3-none-any.whl"]


def test_files_go_where_python_looks(tmp_path: Path) -> None:
    files = {
        "octo/__init__.py": "",
        "octo-1.0.data/purelib/pure.py": "",
        "octo-1.0.data/platlib/octo/fast.so": "",
        "octo-1.0.data/scripts/octo": "",
    }
    made = wheel(tmp_path, "octo", files)
    (tmp_path / "tree").mkdir()
    tree = Tree(tmp_path / "tree")
    install(tree, "app", [made], "site")
    assert [one for one in tree.names() if "dist-info" not in one] == [
        "site/octo/__init__.py",
        "site/octo/fast.so",
        "site/pure.py",
    ]
    assert "site/octo-1.0.dist-info/METADATA" in tree.names()


def test_a_wheel_does_not_write_elsewhere(tmp_path: Path) -> None:
    made = wheel(tmp_path, "evil", {"../../evil.py": ""})
    (tmp_path / "tree").mkdir()
    with pytest.raises(PackagesError, match=r"\.\./\.\./evil"):
        install(Tree(tmp_path / "tree"), "app", [made], "site")
