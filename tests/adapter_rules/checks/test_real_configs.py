"""The real configs: exactly the reviewed findings, and every known defect."""

from __future__ import annotations

import contextlib
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from adapter_rules.checks.run import Surroundings, lint_files
from adapter_rules.sources import find
from octoscale.core import yamlio
from tests.reference import ROOT, reference

if TYPE_CHECKING:
    from octoscale.core.finding import Finding

TABLES = ROOT / "tests" / "cases" / "findings"
SETS: list[dict[str, Any]] = yamlio.load((TABLES / "rules.yaml").read_text()).value[
    "sets"
]
FACTS: list[dict[str, Any]] = yamlio.load(
    (TABLES / "rules-facts.yaml").read_text()
).value
FILES = [
    pytest.param(one, name, id=f"{one['root'].rpartition('/')[2]}/{name}")
    for one in SETS
    for name in one["files"]
]


def lint(one: dict[str, Any], name: str, **around: float) -> list[Finding]:
    with contextlib.chdir(reference("real", *one["root"].split("/"))):
        surroundings = Surroundings(scrape_interval_seconds=around.get("interval"))
        return list(lint_files([name], surroundings).findings)


@pytest.mark.parametrize(("one", "name"), FILES)
def test_the_findings_are_the_reviewed_ones(one: dict[str, Any], name: str) -> None:
    expected = Counter(
        (row["code"], line)
        for row in one["rows"]
        if row["file"] == name
        for line in row["lines"]
    )
    found = lint(one, name)
    assert Counter((each.code, each.place.line) for each in found) == expected
    assert all(each.hint and each.place.column for each in found)


def test_every_row_has_its_word_of_why() -> None:
    assert all(row["why"] for one in SETS for row in one["rows"])


@pytest.mark.parametrize("number", range(1, 31))
def test_the_real_configs_load_as_the_adapter_was_given_them(number: int) -> None:
    folder = reference("real", "adapter-configs")
    name = folder / f"{number:03}.yaml"
    (found,) = find(name.read_text(), file=str(name))
    plain = folder / "normalized" / f"{number:03}.adapter.json"
    assert found.config == find(plain.read_text())[0].config


def test_a_scrape_every_15_seconds_suits_cms() -> None:
    cms = next(one for one in SETS if "cmskubernetes" in one["root"])
    codes = {each.code for each in lint(cms, cms["files"][0], interval=15.0)}
    assert codes.isdisjoint({"AR106", "AR119"})


def test_no_adapter_config_is_left_out() -> None:
    configs = reference("real", "configs")
    covered = {
        configs.parent / one["root"] / name for one in SETS for name in one["files"]
    }
    with_rules = {
        path for path in configs.rglob("*.y*ml") if "seriesQuery" in path.read_text()
    }
    assert with_rules <= covered


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["says"][:60])
def test_every_known_defect_is_found(fact: dict[str, Any]) -> None:
    assert len({"root", "none"} & fact.keys()) == 1
    if "root" in fact:
        one = next(one for one in SETS if one["root"] == fact["root"])
        assert set(fact["codes"]) <= {row["code"] for row in one["rows"]}
    else:
        assert fact["none"]
