"""Build the docs page of every check, from its docstring and its two cases.

``scripts/docs.py`` writes what ``pages`` gives. A check's failing and passing
case lie in ``tests/cases/checks/<area>/<code>``; the first line of each says the
command that is run on it, and the page shows what that really prints.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapter_rules.checks import CHECKS as RULE_CHECKS
from exporters.checks import CHECKS as EXPOSITION_CHECKS
from exporters.checks import PAIR_CHECKS
from hpa.checks import CHECKS as HPA_CHECKS
from octoscale.check.checks import CHECKS as MANIFEST_CHECKS
from octoscale.cli.app import main

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases" / "checks"
HEAD = "# octoscale "
LONGEST, SHOWN = 100, 8


@dataclass(frozen=True, slots=True)
class Area:
    """One folder of checks."""

    name: str
    """Of the folder below ``docs/checks`` and ``tests/cases/checks``."""

    title: str
    checks: Sequence[Any]
    """Rows with a code, a function and a one-line summary."""

    introduction: str
    ending: str = "yaml"
    """Of the cases' names."""


AREAS = (
    Area(
        "rules",
        "Checks of discovery rules",
        RULE_CHECKS,
        "`octoscale lint rules FILE…` finds rules of Prometheus Adapter that load and "
        "do not do what they say. An *error* is silently broken, a *warning* works "
        "today and will surprise somebody, an *info* is worth knowing. With "
        "`--prometheus URL`, or `--offline FILE` with a saved exposition, the series, "
        "their types and scrape intervals are looked at, too.\n\n"
        "Beside these there are the codes of reading: AR001 an override of a resource "
        "that the cluster does not have, AR002 a file without a config, AR003 a series "
        "query that Prometheus refuses, AR004 two fragments that disagree, AR005 a key "
        "that the Helm chart does not read, AR006 a saved file that cannot be read, "
        "AR007 a query that no rule can serve, AR008 a rule that can never answer and "
        "AR009 a metric without a value (both from `octoscale rules preview`), SC… for "
        "fields and their values, YA… "
        "for the YAML itself.",
    ),
    Area(
        "hpa",
        "Checks of HPAs",
        HPA_CHECKS,
        "`octoscale lint hpa FILE…` finds HorizontalPodAutoscalers that are valid and "
        "do not do what they say. An *error* is silently broken, a *warning* works "
        "today and will surprise somebody, an *info* is worth knowing.\n\n"
        "Beside these there are the codes of reading: HP001 a value of a wrong type, "
        "HP002 a field that does not exist (the API server drops it), HP003 an API "
        "version that nobody knows, HP004 a rule that the API server enforces, HP005 "
        "an exposition that cannot be read, YA… for the YAML itself.",
    ),
    Area(
        "exposition",
        "Checks of expositions",
        (*EXPOSITION_CHECKS, *PAIR_CHECKS),
        "`octoscale lint exposition URL|FILE…` finds what Prometheus takes and nobody "
        "can scale on. An *error* makes a metric useless, a *warning* will mislead "
        "somebody. A URL is scraped twice and its scrapes are compared (EX12…); files "
        "are with `--consecutive`.\n\n"
        "Beside these there is EX001, a line that cannot be read.",
        ending="prom",
    ),
    Area(
        "manifests",
        "Checks of manifests, and of the names through them",
        MANIFEST_CHECKS,
        "`octoscale check PATH…` looks at a whole repository before it is applied: "
        "how its files are written, what Kubernetes' schemas say, and whether the "
        "names fit from the exposition through scrape labels, rule and HPA to the "
        "workload. It runs the checks of [HPAs](../hpa/README.md), of [discovery "
        "rules](../rules/README.md) and of expositions, too; how it is used is told "
        "[here](guide.md). An *error* is refused or silently broken, a *warning* "
        "works today and will surprise somebody, an *info* is worth knowing.\n\n"
        "Beside these there are the codes of reading: YA001 no YAML, YA002 a key that "
        "stands there twice, YA003 an unsafe tag, YA004 a text that would explode; "
        "MF001 a template, which is not checked as it stands, MF002 marks that sed "
        "replaces, MF003 a comment that accepts nothing, MF004 a comment that accepts "
        "what is not there, MF005 a baseline file that is none, "
        "MF006 a link to nothing, a pipe or a device, MF007 a command that printed "
        "no manifest.",
    ),
)


def pages() -> dict[str, str]:
    """Build every check's page and each area's list, by path."""
    made = {}
    for area in AREAS:
        folder = f"docs/checks/{area.name}"
        made[f"{folder}/README.md"] = _list(area)
        for row in area.checks:
            made[f"{folder}/{_page_name(row)}"] = _page(area, row)
    return made


def command_of(case: Path) -> list[str]:
    """Read the command line that a case is for, from its first line."""
    first = case.read_text().splitlines()[0]
    if not first.startswith(HEAD):
        raise ValueError(f"{case}: the first line must start with {HEAD!r}")
    return shlex.split(first.removeprefix(HEAD))


def _page_name(row: Any) -> str:
    return f"{row.check.__module__.rpartition('.')[2]}.md"


def _list(area: Area) -> str:
    rows = [
        f"| [{row.code}]({_page_name(row)}) | {row.summary} |\n" for row in area.checks
    ]
    table = "| code | what is wrong |\n|---|---|\n" + "".join(rows)
    return (
        f"# {area.title}\n\nGenerated by `make docs`.\n\n{area.introduction}\n\n{table}"
    )


def _page(area: Area, row: Any) -> str:
    folder = CASES / area.name / row.code
    bad, good = (folder / f"{name}.{area.ending}" for name in ("bad", "good"))
    parts = [
        f"# {row.code}: {row.summary}\n",
        _markdown(row.check.__doc__),
        _border(row.check),
        "## Fails\n",
        *_case(bad),
        f"```console\n$ octoscale {shlex.join(command_of(bad))}\n{_output(bad)}```\n",
        "## Passes\n",
        *_case(good),
    ]
    return "\n".join(part for part in parts if part)


def _case(case: Path) -> Iterable[str]:
    """Show a case and the other files that its command reads."""
    yield _block(case)
    for word in command_of(case):
        other = case.parent / word
        if other != case and other.is_file():
            yield f"`{word}`:\n"
            yield _block(other)


def _block(file: Path) -> str:
    """Show a file; of a long one its beginning."""
    lines = file.read_text().splitlines()
    if len(lines) > LONGEST:
        rest = f"# … and {len(lines) - SHOWN} lines more"
        lines = [*lines[:SHOWN], rest]
    language = "yaml" if file.suffix == ".yaml" else "text"
    return "\n".join([f"```{language}", *lines, "```", ""])


def _output(case: Path) -> str:
    """Run a case's command and give what it prints on standard output."""
    printed = io.StringIO()
    with (
        contextlib.chdir(case.parent),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        main(command_of(case))
    return printed.getvalue()


def _border(check: Any) -> str:
    """Give what the module's docstring says beside its first line."""
    module = inspect.getmodule(check)
    text = _markdown(module.__doc__ if module is not None else "")
    _, _, rest = text.partition("\n\n")
    return rest


def _markdown(docstring: str | None) -> str:
    text = inspect.cleandoc(docstring or "")
    return re.sub(r"``(.+?)``", r"`\1`", text) + "\n"
