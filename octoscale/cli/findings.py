"""How findings are printed, and which of them fail a command.

Shared by every command that lints: ``-o text|json|sarif|github``,
``--fail-on``, and the exit code. What is found is the packages' business.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

import click

from octoscale.cli.output import emit, say
from octoscale.core.escape import encodable, github, terminal
from octoscale.core.finding import Finding, Severity
from octoscale.core.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = ("text", "json", "sarif", "github")
"""``github`` writes the workflow commands that annotate a pull request."""

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_SARIF_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}
_GITHUB_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def findings_options(function: F) -> F:
    """Add ``-o/--output`` and ``--fail-on`` to a command that lints."""
    fail_on = click.option(
        "--fail-on",
        type=click.Choice([str(severity) for severity in _ORDER]),
        default=str(Severity.WARNING),
        show_default=True,
        help="The mildest finding that makes the exit code 1.",
    )
    output = click.option(
        "-o",
        "--output",
        type=click.Choice(FORMATS),
        default=FORMATS[0],
        show_default=True,
        help="How to print the findings.",
    )
    return output(fail_on(function))


def report(
    findings: Sequence[Finding],
    *,
    output: str,
    fail_on: str,
    summaries: Mapping[str, str] | None = None,
) -> int:
    """Print findings and give the exit code: 1 when one is bad enough.

    *summaries* says in one line what a code is about, for ``sarif``.
    """
    if output == "text":
        _print_text(findings)
    elif output == "json":
        emit(json.dumps(as_json(findings), indent=2, ensure_ascii=False))
    elif output == "sarif":
        sarif = as_sarif(findings, summaries or {})
        emit(json.dumps(sarif, indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            emit(as_github(finding))
    return exit_code(findings, fail_on)


def exit_code(findings: Iterable[Finding], fail_on: str) -> int:
    """Give 1 when a finding is at least as bad as *fail_on*, else 0.

    >>> warning = Finding(code="HP105", severity=Severity.WARNING, message="m")
    >>> exit_code([warning], "error"), exit_code([warning], "info")
    (0, 1)
    """
    limit = _ORDER.index(Severity(fail_on))
    return int(any(_ORDER.index(finding.severity) <= limit for finding in findings))


def count(findings: Sequence[Finding]) -> str:
    """Say how many findings of each severity there are.

    >>> count([Finding(code="HP105", severity=Severity.WARNING, message="m")])
    '1 warning'
    >>> count([])
    'no findings'
    """
    words = []
    for severity in _ORDER:
        number = sum(finding.severity is severity for finding in findings)
        plural = "s" if number != 1 and severity is not Severity.INFO else ""
        if number:
            words.append(f"{number} {severity}{plural}")
    return ", ".join(words) or "no findings"


def as_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """Give findings as plain data: one mapping each, and how many there are."""
    return {
        "findings": [
            {
                "code": finding.code,
                "severity": str(finding.severity),
                "file": finding.place.file and encodable(finding.place.file),
                "line": finding.place.line,
                "column": finding.place.column,
                "message": encodable(finding.message),
                "hint": encodable(finding.hint),
            }
            for finding in findings
        ],
        "summary": {
            str(severity): sum(f.severity is severity for f in findings)
            for severity in _ORDER
        },
    }


def as_sarif(
    findings: Sequence[Finding], summaries: Mapping[str, str]
) -> dict[str, Any]:
    """Give findings as a SARIF 2.1.0 log with one run."""
    codes = sorted({finding.code for finding in findings})
    rules = [
        {
            "id": code,
            "shortDescription": {"text": summaries.get(code, code)},
        }
        for code in codes
    ]
    driver = {"name": "octoscale", "version": VERSION, "rules": rules}
    return {
        "$schema": _SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [
                    _sarif_result(finding, codes.index(finding.code))
                    for finding in findings
                ],
            }
        ],
    }


def as_github(finding: Finding) -> str:
    """Write a finding as a workflow command, every part escaped.

    >>> as_github(Finding(code="HP105", severity=Severity.INFO, message="100%"))
    '::notice title=HP105::100%25'
    """
    place = finding.place
    parts = {
        "file": place.file and _from_root(place.file),
        "line": place.line,
        "col": place.column,
        "title": finding.code,
    }
    properties = ",".join(
        f"{name}={github(str(value), inside_property=True)}"
        for name, value in parts.items()
        if value is not None
    )
    text = finding.message
    if finding.hint:
        text += f"\nhint: {finding.hint}"
    return f"::{_GITHUB_COMMANDS[finding.severity]} {properties}::{github(text)}"


def _print_text(findings: Sequence[Finding]) -> None:
    for finding in findings:
        emit(terminal(str(finding)))
        if finding.hint:
            emit(f"  hint: {terminal(finding.hint)}")
    say(count(findings))


def _uri(file: str) -> str:
    return quote(_from_root(file).encode("utf-8", "surrogateescape"))


def _from_root(file: str) -> str:
    """Give the way to a file from its repository's root, as GitHub wants it.

    Outside of a repository, and where there is no such file, the name stays.
    """
    path = Path(file)
    if not os.path.isfile(file):  # noqa: PTH113 - Path raises on a name too long
        return file
    folder = path.parent.resolve()
    for root in (folder, *folder.parents):
        # A file in worktrees and submodules.
        if (root / ".git").exists():
            return (folder / path.name).relative_to(root).as_posix()
    return file


def _sarif_result(finding: Finding, rule: int) -> dict[str, Any]:
    text = finding.message
    if finding.hint:
        text += f". Hint: {finding.hint}"
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _SARIF_LEVELS[finding.severity],
        "message": {"text": encodable(text)},
    }
    place = finding.place
    if place.file is not None:
        location: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
        if place.line is not None:
            region = {"startLine": place.line}
            if place.column is not None:
                region["startColumn"] = place.column
            location["region"] = region
        result["locations"] = [{"physicalLocation": location}]
    return result
