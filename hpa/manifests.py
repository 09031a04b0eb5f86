"""HPAs in files of people: YAML in and out, with the place of what is wrong.

Codes: HP001 a value that the API cannot hold, HP002 a field that does not exist
(the API server drops it silently), HP003 a version that is not known, HP004 a
rule that the API server enforces. Checks of what is valid and unwise have codes
of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hpa.algorithm.versions import minor_of
from hpa.model.codec import Problem, decode
from hpa.model.convert import Conversion, convert
from hpa.model.objects import (
    GROUP,
    KIND,
    AnyHorizontalPodAutoscaler,
    Version,
    body_of,
    from_dict,
    model_of,
    to_dict,
)
from octoscale.core import yamlio
from octoscale.core.errors import InputError
from octoscale.core.finding import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hpa.validation import FieldError

__all__ = [
    "Manifest",
    "Reading",
    "dump",
    "dump_all",
    "for_kubernetes",
    "from_dict",
    "load",
    "read",
    "read_documents",
    "to_dict",
    "version_for",
]

LAST_MINOR_WITH_V2BETA2 = 25
"""From 1.26 on no cluster serves autoscaling/v2beta2."""

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Manifest:
    """One HPA and where it stands."""

    hpa: AnyHorizontalPodAutoscaler
    document: yamlio.Document
    path: yamlio.DocumentPath = ()
    """From the document's root; not empty inside a List."""

    def place(self, field: str = "") -> Place:
        """Tell where a field stands, or its nearest parent that is there.

        *field* is written as the API does: ``spec.metrics[0].type``.
        """
        steps = [int(index) if index else name for name, index in _STEP.findall(field)]
        return self.document.place((*self.path, *steps))

    def broken_rules(self, errors: list[FieldError]) -> list[Finding]:
        """Turn what ``hpa.validation`` found into findings with places."""
        return [
            Finding(
                code="HP004",
                severity=Severity.ERROR,
                message=str(error),
                place=self.place(error.field),
            )
            for error in errors
        ]


@dataclass(frozen=True, slots=True)
class Reading:
    """All HPAs of a file, and what was wrong with how they are written."""

    manifests: tuple[Manifest, ...]
    """Wrong values are left at their zero value, unknown fields left out."""

    findings: tuple[Finding, ...]


def load(
    text: str, *, file: str | None = None, strict: bool = True
) -> list[AnyHorizontalPodAutoscaler]:
    """Read the HPAs of a file; objects of other kinds are skipped.

    Raises ``InputError`` with all places. Unless *strict*, unknown fields are
    dropped, as the API server does.

    >>> load("kind: Service")
    []
    """
    reading = read(text, file=file)
    refused = [
        finding for finding in reading.findings if strict or finding.code != "HP002"
    ]
    if refused:
        raise InputError(refused)
    return [manifest.hpa for manifest in reading.manifests]


def read(text: str, *, file: str | None = None) -> Reading:
    """Read the HPAs of a file and keep their places.

    Raises ``InputError`` only for what is no YAML, or holds no mappings.
    """
    return read_documents(yamlio.load_all(text, file=file))


def read_documents(documents: Iterable[yamlio.Document]) -> Reading:
    """Do the same with documents that are read already."""
    manifests: list[Manifest] = []
    findings: list[Finding] = []
    for document in documents:
        if not isinstance(document.value, dict):
            raise InputError.at(
                document.place(), "HP001", "a Kubernetes object is expected here"
            )
        for value, path in _autoscalers(document.value, ()):
            manifest, problems = _manifest(value, document, path)
            findings += problems
            if manifest is not None:
                manifests.append(manifest)
    return Reading(tuple(manifests), tuple(findings))


def dump(hpa: AnyHorizontalPodAutoscaler) -> str:
    """Write one HPA as YAML, the same bytes for the same object."""
    return yamlio.dump(to_dict(hpa))


def dump_all(hpas: list[AnyHorizontalPodAutoscaler]) -> str:
    """Write several HPAs as one YAML stream."""
    return yamlio.dump_all([to_dict(hpa) for hpa in hpas])


def version_for(kubernetes: str) -> Version:
    """Choose the API version to write for a Kubernetes version.

    Raises ``ValueError`` for what is no version.

    >>> version_for("1.25"), version_for("1.26")
    ('v2beta2', 'v2')
    """
    return "v2" if minor_of(kubernetes) > LAST_MINOR_WITH_V2BETA2 else "v2beta2"


def for_kubernetes(
    hpa: AnyHorizontalPodAutoscaler, kubernetes: str
) -> Conversion[AnyHorizontalPodAutoscaler]:
    """Convert an HPA to the API version to write for a Kubernetes version."""
    return convert(hpa, version_for(kubernetes))


def _autoscalers(
    value: Any, path: yamlio.DocumentPath
) -> list[tuple[dict[Any, Any], yamlio.DocumentPath]]:
    """Find the HPAs in an object: itself, or the items of a List."""
    if not isinstance(value, dict):
        return []
    kind, items = value.get("kind"), value.get("items")
    if kind == KIND:
        return [(value, path)]
    if isinstance(kind, str) and kind.endswith("List") and isinstance(items, list):
        return [
            found
            for index, item in enumerate(items)
            for found in _autoscalers(item, (*path, "items", index))
        ]
    return []


def _manifest(
    value: dict[Any, Any], document: yamlio.Document, path: yamlio.DocumentPath
) -> tuple[Manifest | None, list[Finding]]:
    api_version = value.get("apiVersion")
    model = model_of(api_version)
    if model is None:
        return None, [_unknown_version(api_version, document, path)]
    hpa, problems = decode(model, body_of(value))
    manifest = Manifest(hpa, document, path)
    return manifest, [_finding(problem, manifest) for problem in problems]


def _unknown_version(
    api_version: Any, document: yamlio.Document, path: yamlio.DocumentPath
) -> Finding:
    named = "no apiVersion" if api_version is None else f"apiVersion {api_version!r}"
    return Finding(
        code="HP003",
        severity=Severity.ERROR,
        message=f"a {KIND} with {named}",
        place=document.place((*path, "apiVersion")),
        hint=f"write {GROUP}/v2, or {GROUP}/v2beta2 up to Kubernetes 1.25",
    )


def _finding(problem: Problem, manifest: Manifest) -> Finding:
    path = (*manifest.path, *problem.path)
    unknown = problem.kind == "unknown"
    place = manifest.document.key_place if unknown else manifest.document.place
    return Finding(
        code="HP002" if unknown else "HP001",
        severity=Severity.ERROR,
        message=f"{problem.message} in {_field(problem.path, unknown=unknown)}",
        place=place(path),
        hint=problem.hint,
    )


def _field(path: tuple[str | int, ...], *, unknown: bool) -> str:
    """Name a field as the API does; of an unknown one its parent."""
    text = ""
    for step in path[:-1] if unknown else path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.lstrip(".") or "the object"
