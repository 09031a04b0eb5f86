"""Texts that are not YAML yet: templates of Helm and others, marks for sed.

Only recognised here. Rendering them is ``rendering``'s and ``environments``'
business.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from octoscale.check.files import KUSTOMIZATIONS
from octoscale.core.finding import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from octoscale.check.files import File

TEMPLATE = "MF001"
"""A text that is not checked, or not as it will be applied."""

MARKED = "MF002"
"""A text that sed changes before it is applied."""

_BRACES = re.compile(r"^\s*(?:[\w./-]+:\s*|-\s+)*\{[{%]", re.MULTILINE)
_INSIDE = re.compile(
    r"^\s*(?:-\s+)?[\w./-]+:[ ]+[^'\"|>\s#{][^'\"#\n]*"
    r"\{\{-?\s*\.?[A-Za-z_][\w.]*\s*-?\}\}",
    re.MULTILINE,
)
"""Inside an unquoted value, one name; ``{{ humanize $value }}`` belongs to alerts."""

_ALERT = "alert: "

_MARK = re.compile(r"#(?P<word>[A-Za-z][A-Za-z0-9_]*)#")


def is_template(file: File) -> bool:
    """Tell a template from a manifest: braces where YAML has none.

    >>> from octoscale.check.files import File
    >>> is_template(File("a.yaml", "replicas: {{ .Values.replicas }}"))
    True
    >>> is_template(File("a.yaml", "summary: 'is {{ $value }}'"))
    False
    """
    if file.chart:
        return "{{" in file.text
    if _BRACES.search(file.text) is not None:
        return True
    # Alerts are full of braces that Prometheus fills in.
    return _ALERT not in file.text and _INSIDE.search(file.text) is not None


def is_kustomization(file: File) -> bool:
    """Tell whether a file says what Kustomize should build."""
    return Path(file.name).name in KUSTOMIZATIONS


def unrendered(files: Iterable[File]) -> list[Finding]:
    """Say what is not checked as it will be applied.

    Once for each chart, and once for all kustomizations.
    """
    findings: dict[str, Finding] = {}
    for file in files:
        if is_kustomization(file):
            findings.setdefault(
                "Kustomize",
                _finding(
                    TEMPLATE,
                    Place(file=file.name, line=1),
                    "Kustomize changes what is here: its files are checked as they "
                    "stand",
                    "check what it builds: --render 'kustomize build FOLDER'",
                ),
            )
        elif is_template(file) and file.chart:
            findings.setdefault(
                file.chart,
                _finding(
                    TEMPLATE,
                    Place(file=file.name, line=1),
                    f"the templates of the chart {file.chart} are not YAML yet and "
                    "are not checked",
                    f"check what Helm makes: --render 'helm template {file.chart}'",
                ),
            )
        elif is_template(file):
            findings[file.name] = _finding(
                TEMPLATE,
                Place(file=file.name, line=_first(file.text)),
                "a template, not YAML yet: not checked",
                "check what it becomes: --render 'COMMAND'",
            )
    return list(findings.values())


def marks(files: Iterable[File]) -> list[Finding]:
    """Say which marks for sed there are; each word once, where it first stands."""
    first: dict[str, Place] = {}
    counts: dict[str, int] = {}
    for file in files:
        if "kind:" not in file.text:
            continue
        words = {found["word"]: found.start() for found in _reversed(file.text)}
        for word, start in words.items():
            line = file.text.count("\n", 0, start) + 1
            first.setdefault(word, Place(file=file.name, line=line))
            counts[word] = counts.get(word, 0) + 1
    return [
        _finding(
            MARKED,
            place,
            f"sed changes what is applied: #{word}# stands in {counts[word]} "
            f"{'files' if counts[word] > 1 else 'file'}, checked as they stand only",
            "check what each environment gets: --environment NAME=SED-FILE",
        )
        for word, place in first.items()
    ]


def _reversed(text: str) -> list[re.Match[str]]:
    """Give the marks from the last to the first, so that the first one stays."""
    return list(_MARK.finditer(text))[::-1]


def _first(text: str) -> int:
    """Give the line of the first brace that YAML does not have."""
    found = [each for each in (_BRACES.search(text), _INSIDE.search(text)) if each]
    start = min((each.end() for each in found), default=0)
    return text.count("\n", 0, start) + 1


def _finding(code: str, place: Place, message: str, hint: str) -> Finding:
    return Finding(
        code=code, severity=Severity.INFO, message=message, place=place, hint=hint
    )
