"""The hook for pre-commit and the workflow: what they call exists and is complete."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import tomllib
from typing import TYPE_CHECKING, Any

from octoscale.cli.app import main
from octoscale.core import yamlio
from tests.octoscale.check.inputs import deployment
from tests.reference import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]


def needs(extra: str) -> set[str]:
    """List what an extra of ours installs, those that it names included."""
    found: set[str] = set()
    for requirement in EXTRAS[extra]:
        own = re.fullmatch(r"octoscale\[(.+)]", requirement)
        inner = own[1].split(",") if own else []
        found |= set().union(*map(needs, inner)) if own else {requirement}
    return found


def hook() -> dict[str, Any]:
    [found] = yamlio.load((ROOT / ".pre-commit-hooks.yaml").read_text()).value
    return dict(found)


def test_the_hook_installs_what_the_command_needs() -> None:
    assert set(hook()["additional_dependencies"]) == needs("check")


def test_the_hook_calls_a_command_of_ours_on_files_that_it_reads(
    tmp_path: Path,
) -> None:
    one = hook()
    (tmp_path / "a.yaml").write_text(deployment())
    program, *words = shlex.split(one["entry"])
    assert program == "octoscale"
    with contextlib.chdir(tmp_path):
        assert main([*words, *one["args"]]) == 0
    for name in ("a.yaml", "b.yml", "c.json", "d.prom"):
        assert re.search(one["files"], name)
    assert not re.search(one["files"], "a.py")


def test_the_workflows_commands_run(tmp_path: Path) -> None:
    text = (ROOT / "examples" / "check" / "workflow.yaml").read_text()
    [job] = yamlio.load(text).value["jobs"].values()
    commands = [
        step["run"].partition(" > ")[0]
        for step in job["steps"]
        if step.get("run", "").startswith("octoscale ")
    ]
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy" / "a.yaml").write_text(deployment())
    with contextlib.chdir(tmp_path), contextlib.redirect_stdout(io.StringIO()):
        codes = [main(shlex.split(command)[1:]) for command in commands]
    assert codes == [0, 0]
