"""What commands print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from octoscale.check.rendering import render
from octoscale.check.run import Options, check_paths
from octoscale.core.errors import EnvironmentMissingError, UsageError
from tests.controlplane import binaries
from tests.octoscale.check.inputs import deployment

if TYPE_CHECKING:
    from pathlib import Path


def test_a_command_is_run_once() -> None:
    [file] = render("printf 'a: 1'", ["x", "y"])
    assert file.text == "a: 1"


def test_with_braces_it_is_run_for_each_path() -> None:
    files = render("echo {}", ["x", "y z"])
    assert [file.text for file in files] == ["x\n", "y z\n"]
    assert files[1].name == "<echo y z>"


def test_there_is_no_shell() -> None:
    [file] = render("echo $HOME ; ls", [])
    assert file.text == "$HOME ; ls\n"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("", "needs a command"),
        ("echo 'a", "No closing quotation"),
        ("echo {}", "needs a PATH"),
        ("false", "ended with 1"),
        ("/", "Permission denied"),
    ],
)
def test_what_does_not_work_is_told(command: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        render(command, [])


@pytest.mark.parametrize(
    ("command", "told", "hint"),
    [
        ("true", True, "run it alone"),
        ("echo", True, "run it alone"),
        ("printf -- '---\\n# kind: Pod\\n'", True, "run it alone"),
        ("echo a | grep b", True, "without a shell"),
        ("echo 'a: 1'", False, ""),
        ("printf '{\"a\": 1}'", False, ""),
    ],
)
def test_a_command_without_a_manifest_is_a_finding(
    command: str, told: bool, hint: str
) -> None:
    found = check_paths([], Options(render=(command,))).findings
    assert [finding.code for finding in found] == ["MF007"] * told
    assert all(hint in finding.hint for finding in found)


def test_a_pipe_that_fails_is_told_of_shells() -> None:
    with pytest.raises(UsageError) as caught:
        render("ls /none | cat", [])
    assert "without a shell" in caught.value.hint


def test_a_missing_program_is_told() -> None:
    with pytest.raises(EnvironmentMissingError, match="no program"):
        render("/none/helm template", [])


def test_what_kustomize_builds_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kubectl = binaries.find().kubectl
    if kubectl is None:
        pytest.skip("no kubectl program")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deployment.yaml").write_text(deployment())
    (tmp_path / "kustomization.yaml").write_text(
        "resources: [deployment.yaml]\nnamePrefix: Prod_\n"
    )
    as_it_stands = check_paths(["."])
    assert [finding.code for finding in as_it_stands.findings] == ["MF001"]
    options = Options(render=(f"{kubectl} kustomize {{}}",))
    [finding] = check_paths(["."], options).findings
    assert finding.code == "MF301"
    assert "'Prod_shop'" in finding.message
    assert finding.place.file == f"<{kubectl} kustomize .>"
