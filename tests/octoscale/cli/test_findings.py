"""Findings in every format, and the exit code."""

from __future__ import annotations

import json

import click
import pytest
from click.testing import CliRunner

from octoscale.cli.findings import (
    as_github,
    as_json,
    as_sarif,
    count,
    exit_code,
    findings_options,
    report,
)
from octoscale.cli.options import set_verbosity
from octoscale.core.finding import Finding, Place, Severity

HOSTILE = "a\x1b[31m\n::error::%0A,\u202e"


def finding(severity: Severity = Severity.ERROR, **more: str) -> Finding:
    place = Place(file=more.pop("file", "h.yaml"), line=3, column=5)
    return Finding(
        code="HP112",
        severity=severity,
        place=place,
        message=more.pop("message", "out of reach"),
        **more,
    )


@pytest.mark.parametrize(
    ("worst", "fail_on", "code"),
    [
        ("error", "error", 1),
        ("error", "info", 1),
        ("warning", "error", 0),
        ("warning", "warning", 1),
        ("info", "warning", 0),
        ("info", "info", 1),
    ],
)
def test_the_mildest_that_fails(worst: str, fail_on: str, code: int) -> None:
    assert exit_code([finding(Severity(worst))], fail_on) == code
    assert exit_code([], fail_on) == 0


def test_text_is_one_line_each_with_its_hint(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_verbosity(quiet=False, verbose=False)
    findings = [finding(hint="raise it"), finding(Severity.INFO)]
    assert report(findings, output="text", fail_on="warning") == 1
    printed = capsys.readouterr()
    assert printed.out == (
        "h.yaml:3:5: error HP112: out of reach\n"
        "  hint: raise it\n"
        "h.yaml:3:5: info HP112: out of reach\n"
    )
    assert printed.err == "1 error, 1 info\n"


def test_counting() -> None:
    several = [finding(Severity.WARNING)] * 2 + [finding(Severity.INFO)] * 2
    assert count(several) == "2 warnings, 2 info"


def test_json_has_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    report([finding(hint="raise it")], output="json", fail_on="error")
    data = json.loads(capsys.readouterr().out)
    assert data == as_json([finding(hint="raise it")])
    assert data["findings"][0] == {
        "code": "HP112",
        "severity": "error",
        "file": "h.yaml",
        "line": 3,
        "column": 5,
        "message": "out of reach",
        "hint": "raise it",
    }
    assert data["summary"] == {"error": 1, "warning": 0, "info": 0}


def test_sarif_points_into_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    findings = [finding(file="a b.yaml"), finding(Severity.INFO)]
    summaries = {"HP112": "Out of reach."}
    report(findings, output="sarif", fail_on="error", summaries=summaries)
    log = json.loads(capsys.readouterr().out)
    assert log == as_sarif(findings, summaries)
    (run,) = log["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule == {"id": "HP112", "shortDescription": {"text": "Out of reach."}}
    first, second = run["results"]
    assert (first["level"], second["level"]) == ("error", "note")
    physical = first["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "a%20b.yaml"
    assert physical["region"] == {"startLine": 3, "startColumn": 5}


def test_sarif_of_a_finding_without_a_place() -> None:
    bare = Finding(code="YA001", severity=Severity.ERROR, message="m")
    (result,) = as_sarif([bare], {})["runs"][0]["results"]
    assert "locations" not in result


def test_strangers_cannot_steer_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    hostile = [finding(message=HOSTILE, hint=HOSTILE, file=HOSTILE)]
    report(hostile, output="text", fail_on="error")
    printed = capsys.readouterr().out
    assert len(printed.splitlines()) == 2
    assert "\x1b" not in printed
    assert "\u202e" not in printed


def test_strangers_cannot_write_workflow_commands() -> None:
    hostile = as_github(finding(message=HOSTILE, file=HOSTILE))
    assert len(hostile.splitlines()) == 1
    assert hostile.startswith("::error file=")
    assert "%2C" in hostile.partition(",line=")[0]


def test_github_annotations_are_printed_one_a_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    findings = [finding(Severity.WARNING, hint="h"), finding(Severity.INFO)]
    report(findings, output="github", fail_on="error")
    assert capsys.readouterr().out.splitlines() == [
        "::warning file=h.yaml,line=3,col=5,title=HP112::out of reach%0Ahint: h",
        "::notice file=h.yaml,line=3,col=5,title=HP112::out of reach",
    ]


@click.command()
@findings_options
def shown(output: str, fail_on: str) -> None:
    """Show the options."""
    click.echo(f"{output} {fail_on}")


def test_the_shared_options() -> None:
    run = CliRunner().invoke
    assert run(shown, []).output == "text warning\n"
    assert run(shown, ["-o", "sarif", "--fail-on", "info"]).output == "sarif info\n"
    assert run(shown, ["-o", "xml"]).exit_code == 2
