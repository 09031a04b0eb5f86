"""What commands print."""

from __future__ import annotations

import pytest

from octoscale.check.rendering import render
from octoscale.core.errors import EnvironmentMissingError, UsageError


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


def test_a_missing_program_is_told() -> None:
    with pytest.raises(EnvironmentMissingError, match="no program"):
        render("/none/helm template", [])
