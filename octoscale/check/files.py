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
        if name not in named and Path(name).stat().st_size > yamlio.MAX_BYTES:
            findings.append(_too_large(name))
            continue
        try:
            files.append(File(name, yamlio.read_text(name), chart=_chart(name)))
        except InputError as error:
            findings += error.findings
    return Files(tuple(files), tuple(findings))


def _too_large(name: str) -> Finding:
    return Finding(
        code="YA004",
        severity=Severity.WARNING,
        message="larger than 16 MiB: not read",
        place=Place(file=name, line=1),
        hint="nobody writes such a manifest: keep it elsewhere",
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
