"""Tests of trees: what goes in, and what is refused."""

from __future__ import annotations

import tarfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.images.debs import contents
from bench.images.entries import Kind
from bench.images.errors import PackagesError
from bench.images.trees import Tree, clean
from tests.bench.images.making import Deb, member

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    root = tmp_path / "tree"
    root.mkdir()
    return Tree(root)


def unpack(tree: Tree, deb: Deb, folder: Path) -> None:
    with contents(deb.write(folder)) as archive:
        tree.unpack("base", archive)


def test_a_layer_has_its_files_and_the_folders_above_them(tree: Tree) -> None:
    tree.add("base", "usr/bin/a", [b"12"], mode=0o755)
    tree.add("app", "usr/bin/b", [b"3"])
    assert [one.name for one in tree.entries("app")] == ["usr", "usr/bin", "usr/bin/b"]
    assert (tree.size("base"), tree.size("app"), tree.size()) == (2, 1, 3)
    assert tree.names("base") == ["usr/bin/a"]


def test_entries_are_sorted_whatever_came_first(tree: Tree) -> None:
    for name in ("b/z", "a", "b/a"):
        tree.add("base", name, [b"1"])
    assert [one.name for one in tree.entries("base")] == ["a", "b", "b/a", "b/z"]


def test_a_package_keeps_modes_and_links(tree: Tree, tmp_path: Path) -> None:
    deb = Deb(
        files={"./bin/perl5": b"perl"},
        members=(
            member("./etc", tarfile.DIRTYPE, mode=0o750),
            member("./bin/perl", tarfile.LNKTYPE, "./bin/perl5"),
            member("./lib64/ld.so", tarfile.SYMTYPE, "/lib/ld.so"),
            member("./dev/null", tarfile.CHRTYPE),
        ),
    )
    unpack(tree, deb, tmp_path)
    found = {one.name: (one.kind, one.mode, one.target) for one in tree.entries("base")}
    assert found["etc"] == (Kind.FOLDER, 0o750, "")
    assert found["usr/bin/perl"] == (Kind.LINK, 0o777, "perl5")
    assert found["usr/lib64/ld.so"] == (Kind.LINK, 0o777, "/lib/ld.so")
    assert "usr/dev/null" not in found
    assert "dev/null" not in found


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"../evil": b""}, id="above"),
        pytest.param({"a/../../evil": b""}, id="above, hidden"),
        pytest.param({"./": b""}, id="no name"),
    ],
)
def test_names_that_lead_out_are_refused(
    files: dict[str, bytes], tree: Tree, tmp_path: Path
) -> None:
    with pytest.raises(PackagesError, match="an archive has a file"):
        unpack(tree, Deb(files=files), tmp_path)


def test_nothing_is_written_through_a_link(tree: Tree, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    tree.link("base", "way", str(outside))
    with pytest.raises(PackagesError, match="through way"):
        tree.add("base", "way/evil", [b"1"])
    assert list(outside.iterdir()) == []


def test_a_file_replaces_a_link_and_not_what_it_points_to(
    tree: Tree, tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    tree.link("base", "a", str(precious))
    tree.add("app", "a", [b"theirs"])
    assert precious.read_text() == "mine"
    assert tree.owner("a") == "app"
    assert (tree.root / "a").read_text() == "theirs"


def test_a_hard_link_to_nothing_is_refused(tree: Tree, tmp_path: Path) -> None:
    deb = Deb(members=(member("./a", tarfile.LNKTYPE, "./b"),))
    with pytest.raises(PackagesError, match="a is a hard link to b"):
        unpack(tree, deb, tmp_path)


def test_only_what_is_wanted_stays(tree: Tree) -> None:
    for name in ("usr/a/1", "usr/a/2", "usr/b/1"):
        tree.add("base", name, [b"1"])
    tree.keep(lambda name: name == "usr/a/1")
    assert [one.name for one in tree.entries("base")] == ["usr", "usr/a", "usr/a/1"]
    assert not (tree.root / "usr/b").exists()


def test_an_adopted_file_belongs_to_its_layer(tree: Tree) -> None:
    tree.add("base", "usr/a.py", [b"1"])
    (tree.root / "usr/__pycache__").mkdir()
    (tree.root / "usr/__pycache__/a.pyc").write_bytes(b"123")
    tree.adopt("app", "usr/__pycache__/a.pyc")
    assert tree.size("app") == 3


@given(st.text(st.sampled_from("abé./ \n"), max_size=12))
def test_clean_names_stay_clean_and_inside(name: str) -> None:
    try:
        found = clean(name)
    except PackagesError:
        assert ".." in name.split("/")
    else:
        assert clean(found) == found
        assert not found.startswith("/")
        assert ".." not in found.split("/")
