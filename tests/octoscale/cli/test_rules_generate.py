"""``octoscale rules generate``, as people call it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from adapter_rules.offline import served
from octoscale.cli.app import main

if TYPE_CHECKING:
    from pathlib import Path

    from tests.prometheus_plugin import LivePrometheus

EXPOSITION = """\
# TYPE generated_hits_total counter
generated_hits_total{code="200"} 5
# TYPE generated_jobs gauge
generated_jobs 3
# TYPE generated_seconds histogram
generated_seconds_bucket{le="1"} 2
generated_seconds_bucket{le="+Inf"} 2
generated_seconds_sum 1
generated_seconds_count 2
"""
RULE = "rules: [{seriesQuery: jobs, metricsQuery: sum(<<.Series>>)}]\n"


def run(*words: str) -> int:
    return main(["rules", "generate", *words])


def test_what_is_generated_passes_every_check_and_has_values(
    live_prometheus: LivePrometheus,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    live = ["--prometheus", live_prometheus.url]
    match = '{__name__=~"^generated_.*"}'
    with (
        served(EXPOSITION) as address,
        live_prometheus.scrape(address, namespace="shop", pod="web-0"),
    ):
        assert run(*live, "--match", match) == 0
        rules = tmp_path / "rules.yaml"
        rules.write_text(capsys.readouterr().out)
        assert main(["lint", "rules", str(rules), *live]) == 0
        capsys.readouterr()
        shown = ["rules", "preview", "--config", str(rules), *live, "-o", "json"]
        assert main(shown) == 0
    custom = json.loads(capsys.readouterr().out)["custom"]
    values = {
        one["metric"]: one["queries"][0]["values"][0]["value"]
        for one in custom
        if one["resource"] == "pods"
    }
    # Nothing is observed while it is scraped: averages are absent, never 0.
    assert values == {
        "generated_hits_per_second": "0",
        "generated_jobs": "3",
        "generated_seconds_average": None,
        "generated_seconds_p95": None,
    }


def test_a_rule_of_a_query(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--from-promql", "sum(rate(hits_total[5m])) by (pod)") == 0
    printed = capsys.readouterr().out
    assert printed.startswith("rules:\n- seriesQuery: ")
    assert "sum(rate(<<.Series>>{<<.LabelMatchers>>}[5m])) by (<<.GroupBy>>)" in printed


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param([], "AR104", id="a counter as it stands"),
        pytest.param(["--name", "a/b"], "AR109", id="a bad name"),
        pytest.param(["--namespace-label", "a.b"], "AR007", id="a bad label"),
    ],
)
def test_a_query_that_makes_a_bad_rule_is_refused(
    words: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--from-promql", "sum(hits_total)", *words) == 1
    assert code in capsys.readouterr().err


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("configmap", "kind: ConfigMap"),
        ("helm", "default: false"),
        ("json", '"externalRules"'),
    ],
)
def test_outputs(output: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--from-promql", "sum(jobs)", "--for", "external", "-o", output) == 0
    assert words in capsys.readouterr().out


def test_fragments_are_merged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    one.write_text(RULE)
    other.write_text(RULE + "externalRules: [{seriesQuery: waiting}]\n")
    assert run("--merge", str(one), "--merge", str(other)) == 0
    printed = capsys.readouterr()
    assert printed.out.count("seriesQuery") == 2
    assert "1 rules stood in several files" in printed.err


def test_conflicts_are_errors_with_both_places(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    one.write_text(RULE)
    other.write_text(RULE.replace("sum", "max"))
    assert run("--merge", str(one), "--merge", str(other)) == 1
    said = capsys.readouterr().err
    assert f"{other}:1:9: error AR004" in said
    assert f"{one}:1:9" in said


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--prometheus", "http://127.0.0.1:1"],
        ["--from-promql", "up", "--merge", "x"],
        ["--from-promql", "up", "--for", "gizmos"],
        ["--prometheus", "http://127.0.0.1:1", "--match", "up", "--quantile", "1"],
    ],
)
def test_misuse(words: list[str]) -> None:
    assert run(*words) == 2
