"""Keep of Debian's packages only what a program needs.

Python's standard library goes into one archive of byte code, from which Python
imports as it stands. What is taken for granted here is Debian's layout of Python,
and no more.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.images import without_tls
from bench.images.interpreters import Interpreter, libraries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.images.recipes import Recipe
    from bench.images.trees import Tree

_ABOUT = re.compile(
    r"usr/share/doc/(?P<documented>[^/]+)/copyright\Z"
    r"|var/lib/dpkg/status\.d/(?P<listed>[^/]+)\Z"
)
_LOADER = re.compile(r"usr/lib(64)?/ld-linux[^/]*\Z")
_TRUST = re.compile(r"usr/share/(ca-certificates|zoneinfo)/(?!right/)")
_LEFT_OUT = {"__phello__", "ensurepip", "idlelib", "lib2to3", "test", "tkinter"}
"""What no image needs of Python's library."""

# fmt: off
_LEFT_OUT_OF_LEAN = {
    "curses", "dbm", "distutils", "msilib", "pydoc_data", "sqlite3", "turtledemo",
    "unittest", "venv", "xmlrpc",
    "_pydecimal", "_pyio", "aifc", "asynchat", "asyncore", "cProfile", "cgi", "cgitb",
    "chunk", "crypt", "doctest", "ftplib", "imaplib", "imghdr", "mailbox", "mailcap",
    "nntplib", "pdb", "pickletools", "pipes", "poplib", "profile", "pstats", "pydoc",
    "smtpd", "smtplib", "sndhdr", "sunau", "tabnanny", "telnetlib", "trace", "turtle",
    "uu", "wave", "webbrowser", "xdrlib",
}
# fmt: on
"""What a lean one loses besides."""

_EXTENSIONS_LEFT_OUT = re.compile(
    r"(_test|_codecs_|_dbm|_curses|_sqlite3|_multibytecodec|_xxtestfuzz|_ctypes_test"
    r"|_bz2|_crypt|_lzma|audioop|ossaudiodev|nis|readline|xxlimited|_lsprof"
    r"|_xxsubinterpreters)"
)
STRIPPED = 2
"""Byte code without assertions and docstrings: a library's help is not read here."""

_TLS = re.compile(r"(_ssl|_hashlib)\.")


def slim(
    tree: Tree, recipe: Recipe, *, origin: Mapping[str, str], whole_layer: str
) -> None:
    """Drop what *recipe* does not need of its packages.

    The layer *whole_layer* stays as it is, and gets the libraries that it needs.
    *origin* says of files which package they are from: those of which something
    stays also keep their licence and what scanners read about them.
    """
    kept = {*recipe.programs, *tree.names(whole_layer)}
    if recipe.has_python:
        kept |= _python(tree, Interpreter.within(tree), recipe)
    objects = {name for name in kept if _is_object(tree, name)}
    kept |= libraries(tree, sorted(objects))
    patterns = [_LOADER, *([_TRUST] if recipe.tls else [])]
    kept |= {name for name in tree.names() if any(p.match(name) for p in patterns)}
    packages = {origin[name] for name in kept if name in origin}
    tree.keep(lambda name: name in kept or _is_about(name, packages))


def _is_about(name: str, packages: set[str]) -> bool:
    """Say whether a file tells about one of *packages*."""
    found = _ABOUT.match(name)
    return found is not None and (found["documented"] or found["listed"]) in packages


def _is_object(tree: Tree, name: str) -> bool:
    path = tree.root / name
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _python(tree: Tree, python: Interpreter, recipe: Recipe) -> set[str]:
    """Put the library into its archive; name what is needed beside it."""
    prefix = f"{python.library}/"
    layer = tree.owner(python.program)
    if not recipe.tls:
        tree.add(layer, f"{prefix}ssl.py", [Path(without_tls.__file__).read_bytes()])
    own = [name for name in tree.names() if name.startswith(prefix)]
    sources = [
        name
        for name in own
        if name.endswith(".py")
        and not (tree.root / name).is_symlink()
        and _is_kept_module(name.removeprefix(prefix), lean=recipe.lean)
    ]
    python.compile(sources, optimize=STRIPPED)
    archive = f"usr/lib/python{python.version.replace('.', '')}.zip"
    tree.add(layer, archive, [_zipped(tree, python, sources)])
    extensions = {
        name
        for name in own
        if name.endswith(".so") and _is_wanted(name.rpartition("/")[2], tls=recipe.tls)
    }
    # Python takes the folder with this file for its library's.
    landmark = f"{prefix}os.py"
    return {python.program, "usr/bin/python3", archive, landmark, *extensions}


def _is_kept_module(name: str, *, lean: bool) -> bool:
    """Say whether a module of the library is kept.

    >>> _is_kept_module("pydoc.py", lean=False), _is_kept_module("pydoc.py", lean=True)
    (True, False)
    """
    top = name.partition("/")[0].removesuffix(".py")
    if top.startswith("config-") or top in _LEFT_OUT:
        return False
    return not lean or top not in _LEFT_OUT_OF_LEAN


def _is_wanted(extension: str, *, tls: bool) -> bool:
    """Say whether an extension module is kept."""
    if _TLS.match(extension):
        return tls
    return not _EXTENSIONS_LEFT_OUT.match(extension)


def _zipped(tree: Tree, python: Interpreter, sources: list[str]) -> bytes:
    """Pack byte code, under the names that imports from an archive look for."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name in sources:
            made = tree.root / python.compiled(name, optimize=STRIPPED)
            if made.exists():
                within = name.removeprefix(f"{python.library}/") + "c"
                info = zipfile.ZipInfo(within)  # its time is the format's epoch
                info.compress_type = zipfile.ZIP_DEFLATED
                info.create_system, info.external_attr = 3, 0o644 << 16
                packed.writestr(info, made.read_bytes())
    return buffer.getvalue()
