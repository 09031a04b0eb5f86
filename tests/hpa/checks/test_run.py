"""All checks over files."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpa.checks.ceilings import Ceiling
from hpa.checks.reading import Source, gather
from hpa.checks.rules import read_rules
from hpa.checks.run import lint, lint_files
from octoscale.core import yamlio
from octoscale.core.errors import FileAccessError, UsageError
from tests.hpa.checks import inputs
from tests.reference import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FDS = "shop_open_fds"
CASES = ROOT / "tests" / "cases" / "checks" / "hpa"
MANIFESTS = [
    [document.value for document in yamlio.load_all(path.read_text())]
    for path in sorted(CASES.glob("*/bad.yaml"))
]
RULES = read_rules((CASES / "clean" / "rules.yaml").read_text())
JUNK: list[Any] = [None, 0, -1, 1.5, 10**20, True, "", "x", "1", [], [{}], {}, {"a": 1}]


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


@given(st.data())
def test_no_value_in_any_place_stops_the_checks(data: st.DataObject) -> None:
    objects = copy.deepcopy(data.draw(st.sampled_from(MANIFESTS)))
    paths = [path for path, _ in yamlio.paths(objects) if len(path) > 1]
    path = data.draw(st.sampled_from(paths))
    parent: Any = objects
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = data.draw(st.sampled_from(JUNK))
    found = gather([Source("h.yaml", yamlio.dump_all(objects))])
    kubernetes = data.draw(st.sampled_from([None, 20, 31]))
    for finding in lint(found, rules=RULES, kubernetes=kubernetes):
        assert finding.message
        assert finding.place.line
