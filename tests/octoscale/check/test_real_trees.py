"""The real repositories: exactly the reviewed findings, and every known defect."""

from __future__ import annotations

import contextlib
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from octoscale.check.codes import SUMMARIES
from octoscale.check.environments import Environment
from octoscale.check.run import Options, check_paths
from octoscale.core import yamlio
from tests.reference import ROOT, reference

if TYPE_CHECKING:
    from pathlib import Path

    from octoscale.check.run import Checked

TABLES = ROOT / "tests" / "cases" / "findings"
SETS: list[dict[str, Any]] = yamlio.load((TABLES / "check.yaml").read_text()).value[
    "sets"
]
FACTS: list[dict[str, Any]] = yamlio.load(
    (TABLES / "check-facts.yaml").read_text()
).value
PRODUCTION = Environment("prod", str(TABLES / "check-prod.sed"))
MAY = "cmskubernetes-2021-05-30_5ef2de52/kubernetes/cmsweb"


def check(one: dict[str, Any]) -> Checked:
    environments = (PRODUCTION,) if one.get("sed") else ()
    with contextlib.chdir(reference("real", "configs", *one["root"].split("/"))):
        return check_paths(one["inputs"], Options(environments=environments))


@pytest.mark.parametrize("one", SETS, ids=lambda one: one["name"])
def test_the_findings_are_the_reviewed_ones(one: dict[str, Any]) -> None:
    found = [
        (f.place.file, f.code, f.place.line, "as sed renders" in f.message)
        for f in check(one).findings
    ]
    expected = [
        (row["file"], row["code"], line, "says" in row)
        for row in one["rows"]
        for line in row["lines"]
    ]
    assert Counter(found) == Counter(expected)


def test_every_row_has_its_word_of_why() -> None:
    rows = [row for one in SETS for row in one["rows"]]
    assert all(row["why"] for row in rows)
    assert {row["code"] for row in rows} <= set(SUMMARIES)


def test_every_bad_manifest_has_a_set_and_the_fixed_one_no_finding() -> None:
    files = {
        path.name for path in reference("real", "configs", "bad-manifests").glob("*")
    }
    sets = [one for one in SETS if one["root"] == "bad-manifests"]
    assert {name for one in sets for name in one["inputs"]} == files
    clean = [one["inputs"] for one in sets if not one["rows"]]
    assert clean == [["crabserver_fixed_c3461a4a.yaml"]]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["says"][:60])
def test_every_known_defect_has_its_code(fact: dict[str, Any]) -> None:
    assert len({"file", "case", "none"} & fact.keys()) == 1
    rows = {(row["file"], row["code"]) for one in SETS for row in one["rows"]}
    if "file" in fact:
        assert {(fact["file"], code) for code in fact["codes"]} <= rows
    elif "case" in fact:
        area = "hpa" if fact["case"].startswith("HP") else "manifests"
        assert (ROOT / "tests/cases/checks" / area / fact["case"] / "bad.yaml").exists()
        assert fact["codes"] == [fact["case"]]
    else:
        assert fact["none"]


def test_each_workload_with_a_label_job_is_scraped_under_that_name() -> None:
    with contextlib.chdir(reference("real", "configs", *MAY.split("/"))):
        jobs = check_paths(["services", "monitoring/prometheus/services"]).jobs
    overwritten = {
        target.labels["job"]
        for job in jobs
        for target in job.targets
        if target.labels["job"] != job.name
    }
    assert overwritten == {
        *("dbs-global-r", "dbs-global-w", "dbs-phys03-r", "dbs-phys03-w"),
        *("dbs-migrate", "dbsmigration", "httpgo-exporter"),
    }


def test_a_label_job_that_is_misspelt_breaks_the_chain(tmp_path: Path) -> None:
    source = reference("real", "configs", *MAY.split("/"))
    for part in ("hpa", "services", "monitoring/prometheus"):
        shutil.copytree(source / part, tmp_path / part)
    broken = tmp_path / "services" / "dbs-global-w.yaml"
    text = broken.read_text()
    assert "job: dbs-global-w" in text
    broken.write_text(text.replace("job: dbs-global-w", "job: dbs-global-W"))
    with contextlib.chdir(tmp_path):
        findings = check_paths(["."]).findings
    [finding] = [finding for finding in findings if finding.code == "MF602"]
    assert (finding.place.file, finding.place.line) == ("hpa/dbs-hpa.yaml", 54)
    assert finding.hint == "these pods have job=dbs-global-W"


def test_the_exporters_own_exposition_is_held_to_the_rules(tmp_path: Path) -> None:
    exposition = reference(
        "real", "exposition", "cms_process_exporter_httpgo_idle.prom"
    )
    adapter = "monitoring/prometheus/adapter/prometheus_adapter.yml"
    text = reference(
        "real", "configs", *MAY.split("/"), *adapter.split("/")
    ).read_text()
    (tmp_path / "good.yaml").write_text(text)
    (tmp_path / "bad.yaml").write_text(
        text.replace("myapphttp_load1", "myapphttp_laod1")
    )
    options = Options(expositions=(str(exposition),))
    lost = {
        name: [
            finding.message
            for finding in check_paths([str(tmp_path / name)], options).findings
            if finding.code == "MF601"
        ]
        for name in ("good.yaml", "bad.yaml")
    }
    assert lost == {
        "good.yaml": [],
        "bad.yaml": ["no exposition of the input has the series 'myapphttp_laod1'"],
    }
