"""``octoscale bench`` runs alone, or a further command follows it, never both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from octoscale.cli.app import main
from octoscale.cli.bench_group import BenchGroup

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


@click.command(cls=BenchGroup, epilog="Example: none")
@click.option("--repeats", type=int, default=2)
def own(repeats: int) -> int:
    """Time."""
    return repeats


def test_alone_it_runs_its_own_command() -> None:
    assert own.main(["--repeats", "5"], standalone_mode=False) == 5
    assert own.main([], standalone_mode=False) == 2


def test_an_option_in_front_of_a_further_command_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["bench", "--to", str(tmp_path), "compare", "a", "b"]
    assert main(words) == 2
    assert "none of its" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_misspelt_command_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "compar", "a", "b"]) == 2
    assert "Did you mean 'compare'?" in capsys.readouterr().err


def test_its_help_lists_what_may_follow(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--help"]) == 0
    shown = capsys.readouterr().out
    assert "--repeats" in shown
    assert "compare" in shown.partition("Commands:")[2]
