"""What sed makes of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from octoscale.check.environments import Environment, original_line
from octoscale.check.files import File
from octoscale.core.errors import FileAccessError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


def environment(folder: Path, rules: str) -> Environment:
    path = folder / "prod.sed"
    path.write_text(rules)
    return Environment.parse(f"prod={path}")


def test_every_file_is_rendered_and_keeps_its_name(tmp_path: Path) -> None:
    prod = environment(tmp_path, "s/1 #PROD#//\ns/#PROD#/  /\n")
    files = [File("a.yaml", "n: 1 #PROD# 5\n#PROD#- b\n"), File("b.yaml", "ä: 1\n")]
    assert prod.render(files) == [
        File("a.yaml", "n:  5\n  - b\n"),
        File("b.yaml", "ä: 1\n"),
    ]


@pytest.mark.parametrize("text", ["prod", "=file", "prod=", ""])
def test_a_name_and_a_file_are_needed(text: str) -> None:
    with pytest.raises(UsageError, match="NAME=SED-FILE"):
        Environment.parse(text)


def test_the_rules_must_be_there() -> None:
    with pytest.raises(FileAccessError, match="no such file"):
        Environment.parse("prod=/none.sed")


@pytest.mark.parametrize(
    "rules", ["nonsense\n", "e touch made\n", "w made\n", "r /etc/passwd\n"]
)
def test_rules_that_do_more_than_replace_are_refused(
    rules: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="sed: "):
        environment(tmp_path, rules).render([File("a.yaml", "a: 1\n")])
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("after", "line", "expected"),
    [
        pytest.param("a\nB\nc\n", 2, 2, id="a line was changed"),
        pytest.param("a\nc\n", 2, 3, id="a line was taken out"),
        pytest.param("a\nx\nb\nc\n", 4, 3, id="a line was put in"),
        pytest.param("a\nx\nb\nc\n", 2, 2, id="the new line stands near the next"),
        pytest.param("a\nb\nc\nx\n", 4, 3, id="behind the last one"),
    ],
)
def test_lines_are_told_as_they_stand_in_the_file(
    after: str, line: int, expected: int
) -> None:
    assert original_line("a\nb\nc\n", after, line) == expected
