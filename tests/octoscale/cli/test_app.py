"""The command line's frame: help, lazy loading, exit codes."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from octoscale.cli import COMMANDS, GROUP_EXAMPLES, GROUPS
from octoscale.cli.app import main
from octoscale.cli.errors import exit_code_for
from octoscale.cli.options import VERBOSITY
from octoscale.core.errors import (
    EnvironmentMissingError,
    FileAccessError,
    GoalMissedError,
    InputError,
    UsageError,
)
from octoscale.core.finding import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

HEAVY = ("kubernetes", "fastapi", "matplotlib", "numpy", "rich", "yaml", "pydantic")


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False
    )


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from octoscale.cli.app import main\n"
        "assert main(['--help']) == 0\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])\n"
    )
    done = python("-c", script)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_without_its_extra_the_command_says_what_to_install() -> None:
    script = (
        "import sys\n"
        "sys.modules['click'] = None\n"
        "from octoscale.cli.main import run\n"
        "run()\n"
    )
    done = python("-c", script)
    assert done.returncode == 3
    assert "pip install 'octoscale[cli]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["rules", "preview", "--config", "-", "--prometheus", "x"],
        ["render", "-"],
        ["schema", "scenario"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_command_without_its_extra_says_what_to_install(arguments: list[str]) -> None:
    script = (
        "import io, sys\n"
        "sys.stdin = io.TextIOWrapper(io.BytesIO(b'{}'))\n"
        "sys.modules['promql_parser'] = None\n"
        "sys.modules['re2'] = None\n"
        "from octoscale.cli.app import main\n"
        f"sys.exit(main({arguments!r}))\n"
    )
    done = python("-c", script)
    assert done.returncode == 3, done.stderr
    assert "octoscale[" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: " ".join(row.words))
def test_every_command_has_help_with_an_example(
    row: object, capsys: pytest.CaptureFixture[str]
) -> None:
    words: Sequence[str] = row.words  # type: ignore[attr-defined]  # parametrize types its rows as objects
    assert main([*words, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Example" in shown
    assert f"octoscale {' '.join(words)}" in shown


def test_every_group_is_described() -> None:
    assert {word for row in COMMANDS for word in row.words[:-1]} == set(GROUPS)


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        pytest.param(InputError.at(Place(file="f"), "X1", "bad"), 1, "bad", id="input"),
        pytest.param(GoalMissedError("short"), 1, "short", id="goal"),
        pytest.param(UsageError("no", hint="do"), 2, "hint: do", id="usage"),
        pytest.param(FileAccessError("gone"), 2, "gone", id="file"),
        pytest.param(EnvironmentMissingError("away"), 3, "away", id="environment"),
        pytest.param(KeyboardInterrupt(), 130, "interrupted", id="interrupt"),
        pytest.param(click.Abort(), 130, "interrupted", id="abort"),
        pytest.param(click.UsageError("huh"), 2, "huh", id="click"),
        pytest.param(BrokenPipeError(), 0, "", id="pipe"),
        pytest.param(RuntimeError("oops"), 70, "a bug of ours", id="bug"),
    ],
)
def test_errors_become_exit_codes_and_one_message(
    error: BaseException, code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_for(error) == code
    shown = capsys.readouterr()
    assert words in shown.err
    assert shown.out == ""
    assert "Traceback" not in shown.err


def test_messages_from_strangers_cannot_steer_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    exit_code_for(UsageError("a\x1b[31mb"))
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["nope"], ["rules", "nope"], ["-q", "-v", "init"]]
)
def test_misuse_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "words", [("hpa",), ("lint",), ("rules",), ("bench", "images")], ids=" ".join
)
def test_a_word_that_commands_follow_has_examples(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--help"]) == 0
    _, _, examples = capsys.readouterr().out.partition("Examples:\n")
    lines = examples.strip().splitlines()
    assert len(lines) == len(GROUP_EXAMPLES[words[-1]])
    assert all(
        line.strip().startswith("octoscale " + " ".join(words)) for line in lines
    )


def test_how_loud_a_run_was_is_forgotten_after_it() -> None:
    assert main(["-q", "schema", "service"]) == 0
    assert not VERBOSITY.quiet
    assert main(["schema", "service", "-v"]) == 0
    assert not VERBOSITY.verbose
