"""Which files of a repository are looked into, and their texts.

The only module of this folder that opens files. What a text holds is decided in
``reading``.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from octoscale.core import yamlio
from octoscale.core.errors import FileAccessError, InputError
from octoscale.core.finding import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


MANIFESTS = (".yaml", ".yml", ".json")
EXPOSITIONS = (".prom",)
"""One answer of a ``/metrics``, saved to a file."""

KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")

NOT_READ = "MF006"
"""A link to nothing, a pipe or a device among the files of a folder."""

_TOO_LARGE = "nobody writes such a manifest: keep it elsewhere"
_DESCRIPTORS = ("/dev/", "/proc/")
_SKIPPED = ("node_modules", "__pycache__")


@dataclass(frozen=True, slots=True)
class File:
    """One text of the input."""

    name: str
    """As the user named it; ``-`` for standard input."""

    text: str

    chart: str = ""
    """The folder of the Helm chart whose template this is; empty for none."""


@dataclass(frozen=True, slots=True)
class Files:
    """The texts of an input."""

    files: tuple[File, ...]
    findings: tuple[Finding, ...] = ()
    """What is no text at all."""


def read_files(paths: Sequence[str]) -> Files:
    """Read files, folders (manifests and expositions below them) and ``-``.

    Raises ``FileAccessError`` for what cannot be opened and for a folder without
    any such file.
    """
    files: list[File] = []
    findings: list[Finding] = []
    named = set(map(os.path.normpath, paths))
    for name in dict.fromkeys(_names(paths)):
        if name in named:
            _refuse_waiting(name)
        elif (unread := _unread(name)) is not None:
            findings.append(unread)
            continue
        try:
            files.append(File(name, yamlio.read_text(name), chart=_chart(name)))
        except InputError as error:
            findings += error.findings
    return Files(tuple(files), tuple(findings))


def _refuse_waiting(name: str) -> None:
    """Refuse a pipe that a user named, except what a shell's ``<(…)`` hands over."""
    if Path(name).is_fifo() and not name.startswith(_DESCRIPTORS):
        raise FileAccessError(f"cannot read {name}: a pipe, which may never end")


def _unread(name: str) -> Finding | None:
    """Say why a file of a folder is not read; ``None`` for one that is."""
    path = Path(name)
    if path.is_symlink() and not path.exists():
        message, hint = "a link to nothing: not read", "mend the link, or remove it"
    elif not path.is_file():
        message, hint = "no regular file: not read", "keep it elsewhere"
    elif path.stat().st_size > yamlio.MAX_BYTES:
        return _warning(name, "YA004", "larger than 16 MiB: not read", _TOO_LARGE)
    else:
        return None
    return _warning(name, NOT_READ, message, hint)


def _warning(name: str, code: str, message: str, hint: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        message=message,
        place=Place(file=name, line=1),
        hint=hint,
    )


def _names(paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        if path == yamlio.STDIN or not Path(path).is_dir():
            # './a.yaml' and 'a.yaml' are one file, in a baseline too.
            yield os.path.normpath(path)
            continue
        found = list(_below(path))
        if not found:
            raise FileAccessError(f"no manifest in {path}: no *.yaml, *.yml, *.json")
        yield from found


def _below(folder: str) -> Iterator[str]:
    """Walk a folder in the order of names; hidden folders are left out."""
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name not in _SKIPPED
        )
        for name in sorted(names):
            if name.endswith((*MANIFESTS, *EXPOSITIONS)) or name in KUSTOMIZATIONS:
                yield os.path.normpath(Path(path) / name)


def _chart(name: str) -> str:
    """Find the chart that a file is a template of: by its folders."""
    for folder in Path(name).parents:
        if folder.name == "templates" and (folder.parent / "Chart.yaml").is_file():
            return str(folder.parent)
    return ""
