"""From files to the context of the checks, and what was wrong with the files.

The only module of this folder that opens files. A file that cannot be read as
YAML is a finding and does not hide the others.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hpa import manifests as hpa_manifests
from hpa.checks.manifest import Manifest, objects_in
from hpa.checks.subject import Subject
from hpa.defaults import with_defaults
from hpa.model.hub import to_v2
from hpa.model.objects import KIND, DecodeError, from_dict
from hpa.validation import ErrorType, FieldError, validate
from octoscale.core import yamlio
from octoscale.core.errors import FileAccessError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from octoscale.core.finding import Finding
    from octoscale.core.yamlio import Document

SUFFIXES = (".yaml", ".yml")
"""Files that are looked into when a folder is named."""

_SOME_NAMESPACE = "default"
"""Stands for the namespace that kubectl fills in where a file has none."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file's text."""

    name: str
    """As the user named it; ``-`` for standard input."""

    text: str


@dataclass(frozen=True, slots=True)
class Input:
    """What the files hold."""

    hpas: tuple[Subject, ...]
    """Those without a value of a wrong type."""

    manifests: tuple[Manifest, ...]
    findings: tuple[Finding, ...]
    """What is wrong with how the files are written, and with their HPAs as the
    API server sees them: YA…, HP001 to HP004."""

    complete: bool
    """Whether every file could be read as YAML."""


def read_all(names: Iterable[str]) -> Input:
    """Read files, folders (every ``*.yaml`` and ``*.yml`` below) and ``-``.

    Raises ``FileAccessError`` for what cannot be opened.
    """
    sources: list[Source] = []
    findings: list[Finding] = []
    for name in dict.fromkeys(_files(names)):
        try:
            sources.append(Source(name, yamlio.read_text(name)))
        except InputError as error:
            findings += error.findings
    found = gather(sources)
    if not findings:
        return found
    problems = (*findings, *found.findings)
    return Input(found.hpas, found.manifests, problems, complete=False)


def gather(sources: Iterable[Source]) -> Input:
    """Take the objects out of texts.

    >>> gather([Source("a.yaml", "kind: Service")]).manifests[0].kind
    'Service'
    """
    hpas: list[Subject] = []
    manifests: list[Manifest] = []
    findings: list[Finding] = []
    complete = True
    for source in sources:
        try:
            documents = yamlio.load_all(source.text, file=source.name)
            manifests += objects_in(documents)
            if KIND in source.text:
                reading = hpa_manifests.read_documents(documents)
                findings += reading.findings
                hpas += _subjects(reading, findings)
        except InputError as error:
            findings += error.findings
            complete = False
    return Input(tuple(hpas), tuple(manifests), tuple(findings), complete)


def gather_documents(documents: Iterable[Document], *, complete: bool) -> Input:
    """Take the objects out of documents that are read already.

    What is no mapping is left out. *complete* tells whether all could be read.
    """
    mappings = [each for each in documents if isinstance(each.value, dict)]
    reading = hpa_manifests.read_documents(mappings)
    findings = list(reading.findings)
    hpas = tuple(_subjects(reading, findings))
    return Input(hpas, tuple(objects_in(mappings)), tuple(findings), complete)


def _subjects(
    reading: hpa_manifests.Reading, findings: list[Finding]
) -> Iterator[Subject]:
    """Give the HPAs that the API server could decode, and note its refusals."""
    for read in reading.manifests:
        manifest = Manifest(read.document, read.path)
        try:
            from_dict(manifest.value)
        except DecodeError:
            continue
        errors = validate(
            read.hpa, scale_to_zero=True, request_namespace=_SOME_NAMESPACE
        )
        findings += read.broken_rules([e for e in errors if not _is_checked(e)])
        yield Subject(manifest, read.hpa, to_v2(with_defaults(read.hpa)))


def _is_checked(error: FieldError) -> bool:
    """Leave out what HP108 says with more words."""
    return error.field == "spec.metrics" and error.type is ErrorType.FORBIDDEN


def _files(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if name != yamlio.STDIN and Path(name).is_dir():
            found = list(_below(name))
            if not found:
                raise FileAccessError(f"no *.yaml or *.yml file in {name}")
            yield from found
        else:
            yield name


def _below(folder: str) -> Iterator[str]:
    """Walk a folder in the order of names; hidden folders are left out."""
    for path, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.endswith(SUFFIXES):
                yield str(Path(path) / name)
