"""``octoscale lint rules``, as people call it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from octoscale.cli.app import main

if TYPE_CHECKING:
    from pathlib import Path

    from tests.prometheus_plugin import LivePrometheus

RULES = """\
rules:
- seriesQuery: shop_requests_total
  resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}
  name: {as: shop_requests_per_second}
  metricsQuery: sum(rate(<<.Series>>{<<.LabelMatchers>>}[1m])) by (<<.GroupBy>>)
"""


@pytest.fixture
def rules(tmp_path: Path) -> str:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES)
    return str(path)


def lint(*words: str) -> int:
    return main(["lint", "rules", *words])


def test_a_clean_config_passes(rules: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint(rules) == 0
    assert capsys.readouterr().err == "no findings\n"


def test_a_finding_has_place_and_way_out(
    rules: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lint(rules, "--scrape-interval", "30s") == 1
    printed = capsys.readouterr().out
    assert printed.startswith(f"{rules}:5:17: warning AR106: a rate over 1m")
    assert "\n  hint: take a window of 2m\n" in printed


def test_what_fails_is_a_choice(rules: str) -> None:
    assert lint(rules, "--scrape-interval", "30s", "--fail-on", "error") == 0


def test_json_and_sarif_can_be_read(
    rules: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lint(rules, "--scrape-interval", "30s", "-o", "json")
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [one["code"] for one in found] == ["AR106"]
    lint(rules, "--scrape-interval", "30s", "-o", "sarif")
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    assert run["tool"]["driver"]["rules"][0]["shortDescription"]["text"]


def test_fragments_are_judged_together(rules: str, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(RULES.replace("[1m]", "[2m]"))
    assert lint(rules) == lint(str(other)) == 0
    assert lint(rules, str(other)) == 1


def test_a_broken_file_does_not_hide_the_others(
    rules: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("rules: [{seriesQuery: up, nope: 1}]")
    assert lint(str(broken), rules, "--scrape-interval", "30s") == 1
    printed = capsys.readouterr().out
    assert "SC001" in printed
    assert "AR106" in printed


def test_custom_resources_are_named(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES.replace("{resource: pod}", "{group: a.b, resource: gadget}"))
    assert lint(str(path)) == 1
    assert lint(str(path), "--resource", "gadgets.a.b") == 0
    assert lint(str(path), "--cluster-resource", "gadgets.a.b") == 1


def test_the_version_decides_which_resources_there_are(tmp_path: Path) -> None:
    old = "{group: extensions, resource: ingress}"
    path = tmp_path / "rules.yaml"
    path.write_text(RULES.replace("{resource: pod}", old))
    assert lint(str(path), "--kube-version", "1.21") == 0
    assert lint(str(path), "--kube-version", "1.22") == 1


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--kube-version", "x"], id="version"),
        pytest.param(["--scrape-interval", "0s"], id="no interval"),
        pytest.param(["--offline", "/none"], id="missing file"),
        pytest.param(["--offline", "a", "--prometheus", "http://b"], id="both"),
        pytest.param(["--prometheus", "ftp://b"], id="no http"),
    ],
)
def test_misuse(rules: str, words: list[str]) -> None:
    assert lint(rules, *words) == 2


def test_a_prometheus_that_is_away_is_no_finding(rules: str) -> None:
    assert lint(rules, "--prometheus", "http://127.0.0.1:1") == 3


def test_a_live_prometheus_says_what_there_is(
    rules: str, live_prometheus: LivePrometheus, capsys: pytest.CaptureFixture[str]
) -> None:
    live_prometheus.wait_for("prometheus_build_info or vector(1)")
    assert lint(rules, "--prometheus", live_prometheus.url) == 1
    assert "AR125" in capsys.readouterr().out


def test_an_empty_config_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("rules: []\n")
    assert lint(str(path)) == 0
    assert "no discovery rule" in capsys.readouterr().err
