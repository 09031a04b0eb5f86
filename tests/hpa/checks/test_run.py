"""All checks over files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hpa.checks.ceilings import Ceiling
from hpa.checks.run import lint_files
from octoscale.core import yamlio
from octoscale.core.errors import FileAccessError, UsageError
from tests.hpa.checks import inputs

if TYPE_CHECKING:
    from pathlib import Path

FDS = "shop_open_fds"


@pytest.fixture
def manifest(tmp_path: Path) -> str:
    path = tmp_path / "hpa.yaml"
    path.write_text(yamlio.dump(inputs.hpa(inputs.pods(FDS, 2000))))
    return str(path)


@pytest.mark.usefixtures("manifest")
def test_findings_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: [1")
    (tmp_path / "rules.yml").write_text(inputs.rule("other", "sum(<<.Series>>)"))
    linted = lint_files([str(tmp_path)], rules_file=str(tmp_path / "rules.yml"))
    assert [f.code for f in linted.findings] == ["YA001", "HP131", "HP132"]
    assert linted.autoscalers == 1


def test_what_the_user_says_wins_over_an_exposition(
    tmp_path: Path, manifest: str
) -> None:
    shown = tmp_path / "shop.prom"
    shown.write_text("shop_max_fds 1024\n")
    low = lint_files([manifest], expositions=[str(shown)])
    assert [f.code for f in low.findings] == ["HP113"]
    known = {FDS: Ceiling(65536.0, "as given")}
    high = lint_files([manifest], expositions=[str(shown)], ceilings=known)
    assert high.findings == ()


def test_broken_rules_and_expositions_are_findings(
    tmp_path: Path, manifest: str
) -> None:
    broken = tmp_path / "broken"
    broken.write_text("rules: [")
    linted = lint_files([manifest], rules_file=str(broken), expositions=[str(broken)])
    assert sorted(f.code for f in linted.findings) == ["HP005", "YA001"]


def test_standard_input_is_read_once(manifest: str) -> None:
    with pytest.raises(UsageError, match="once"):
        lint_files(["-", manifest], rules_file="-")


def test_a_missing_file_ends_it(manifest: str) -> None:
    with pytest.raises(FileAccessError):
        lint_files([manifest], rules_file=f"{manifest}.missing")
