"""Put the files of an image together, each in its layer.

What goes in is the recipe's; filling up to a size and writing layers is ``build``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.images import debs, wheels
from bench.images.archive import Archive
from bench.images.interpreters import Interpreter
from bench.images.recipes import SITE, USER, Recipe
from bench.images.slimming import slim
from bench.images.sources import requirements, source_files
from bench.images.trees import MERGED, Tree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.progress import Say

BASE, PYTHON, APP = "base", "python", "app"
"""The layers below and above the filler."""

LAUNCHER = "usr/bin/octoscale"
TRUSTED = "etc/ssl/certs/ca-certificates.crt"
"""Certificates of those whom Debian trusts, in one file."""

_PYTHON_PACKAGES = ("python3", "libpython3")
_UNNEEDED = ("adduser", "fonts-", "init-system", "libjs-", "node-", "perl", "libperl")
"""What installing a package would need, or its web page: never its program."""

_PASSWD = f"""\
root:x:0:0:root:/root:/usr/sbin/nologin
octoscale:x:{USER}:{USER}:octoscale:/:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/:/usr/sbin/nologin
"""
_GROUP = f"root:x:0:\noctoscale:x:{USER}:\nnogroup:x:65534:\n"
_LOOK_UPS = "passwd: files\ngroup: files\nhosts: files dns\n"


def assemble(
    recipe: Recipe, tree: Tree, *, cache: Path, refresh: bool, say: Say
) -> str:
    """Fill *tree* with all but the filler; give Debian's name of the architecture.

    Raises ``PackagesError`` when something that goes in cannot be had.
    """
    packages = Archive(cache / "debian").fetch(
        recipe.packages,
        without=() if recipe.whole else _UNNEEDED,
        refresh=refresh,
        say=say,
    )
    say(f"unpacking {len(packages)} Debian packages")
    origin: dict[str, str] = {}
    for package in packages:
        origin.update(_unpack(tree, package))
    if recipe.has_python:
        _add_python_parts(recipe, tree, cache=cache, refresh=refresh, say=say)
    if not recipe.whole:
        slim(tree, recipe, origin=origin, whole_layer=APP)
    _finish(tree, recipe)
    return _architecture(packages)


def _unpack(tree: Tree, package: Path) -> dict[str, str]:
    """Put a package's files in, and what scanners read about it.

    Gives the package's name for each of its files.
    """
    name = package.name.partition("_")[0]
    layer = PYTHON if name.startswith(_PYTHON_PACKAGES) else BASE
    with debs.contents(package) as archive:
        names = tree.unpack(layer, archive)
    text = debs.control(package).encode()
    tree.add(layer, f"var/lib/dpkg/status.d/{name}", [text])
    return dict.fromkeys(names, name)


def _add_python_parts(
    recipe: Recipe, tree: Tree, *, cache: Path, refresh: bool, say: Say
) -> None:
    python = Interpreter.within(tree)
    wanted = [
        *recipe.requirements,
        *requirements(recipe.extras, unwanted=recipe.unwanted),
    ]
    found = wheels.fetch(
        sorted(set(wanted)),
        python=python.version,
        cache=cache,
        refresh=refresh,
        say=say,
    )
    wheels.install(tree, APP, found, SITE)
    for name, path in source_files(recipe.sources):
        tree.add(APP, f"{SITE}/{name}", [path.read_bytes()])
    start = f"#!/{python.program} -P\nfrom octoscale.cli.main import run\n\nrun()\n"
    tree.add(APP, LAUNCHER, [start.encode()], mode=0o755)
    say("compiling byte code")
    compiled = python.compile_away if recipe.lean else python.compile
    compiled(_sources(tree, APP))
    if recipe.whole:
        python.compile(_sources(tree, PYTHON))


def _sources(tree: Tree, layer: str) -> list[str]:
    """Name a layer's Python sources, links apart."""
    return [
        name
        for name in tree.names(layer)
        if name.endswith(".py") and not (tree.root / name).is_symlink()
    ]


def _finish(tree: Tree, recipe: Recipe) -> None:
    """Add what no package brings before it is installed."""
    for name, text in (
        ("etc/passwd", _PASSWD),
        ("etc/group", _GROUP),
        ("etc/nsswitch.conf", _LOOK_UPS),
    ):
        tree.add(BASE, name, [text.encode()])
    for name in ("dev", "proc", "sys", "run", "var/tmp"):
        tree.folder(BASE, name)
    for name in ("tmp", "var/tmp"):
        tree.folder(BASE, name, mode=0o1777)
    if recipe.tls:
        _trust(tree)
    for name in MERGED:
        if (tree.root / "usr" / name).is_dir():
            tree.link(BASE, name, f"usr/{name}")


def _trust(tree: Tree) -> None:
    """Join the certificates, as ``update-ca-certificates`` does."""
    found = [
        (tree.root / name).read_bytes()
        for name in tree.names(BASE)
        if name.startswith("usr/share/ca-certificates/") and name.endswith(".crt")
    ]
    tree.add(BASE, TRUSTED, [one.rstrip(b"\n") + b"\n" for one in found])


def _architecture(packages: Sequence[Path]) -> str:
    """Read it off the packages, most of which are for one architecture."""
    found = {path.stem.rpartition("_")[2] for path in packages} - {"all"}
    return min(found)
