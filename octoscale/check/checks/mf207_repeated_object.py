"""MF207: one object that is declared twice.

Two HPAs for one workload are HP104's business, whatever they are called.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from hpa.model.objects import KIND as HPA
from octoscale.check.patches import Patches
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.manifest import Manifest
    from octoscale.check.context import Context

_RENDERED = "<"
"""How the names of what commands print begin."""


def check(context: Context) -> Iterator[Finding]:
    """Find objects of one kind, namespace and name that are declared twice.

    Whoever applies both gets the last one only. Within one file that is a warning;
    in two files of one folder it is only mentioned, for one may stand in for the
    other. Files of different folders are taken for overlays, patches for what they
    are, and nothing is said of two that are equal in all they say.
    """
    first: dict[tuple[str, ...], Manifest] = {}
    for manifest in Patches(context.manifests).whole:
        if not manifest.name:
            continue
        file = manifest.document.file or ""
        identity = manifest.group, manifest.kind, manifest.namespace, manifest.name
        earlier = first.setdefault((_folder(file), *identity), manifest)
        if earlier is not manifest and not _is_told(earlier, manifest):
            yield _finding(earlier, manifest)


def _folder(file: str) -> str:
    return file if file.startswith(_RENDERED) else str(PurePath(file).parent)


def _is_told(one: Manifest, other: Manifest) -> bool:
    """Tell whether nothing is lost, or HP104 says it already."""
    if one.value == other.value:
        return True
    path = ("spec", "scaleTargetRef")
    return one.kind == HPA and one.at(*path) == other.at(*path)


def _finding(earlier: Manifest, manifest: Manifest) -> Finding:
    same_file = earlier.document.file == manifest.document.file
    place = earlier.place("metadata", "name")
    where = f"line {place.line}" if same_file else PurePath(place.file or "").name
    return Finding(
        code="MF207",
        severity=Severity.WARNING if same_file else Severity.INFO,
        place=manifest.place("metadata", "name"),
        message=f"{manifest.title} is declared twice; the first is on {where}"
        if same_file
        else f"{manifest.title} is declared in {where}, too",
        hint="the last one applied wins: give one another name, or remove it",
    )
