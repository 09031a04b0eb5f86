"""``--max-series``: every command that reads series tells the cost, and stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapter_rules.model import AdapterConfig, DiscoveryRule
from octoscale.cli.app import main
from octoscale.cli.cost_options import series_queries
from tests.serving.exposing import exposing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.prometheus_plugin import LivePrometheus

RULES = """\
rules:
- seriesQuery: cost_hits
  resources:
    overrides: {namespace: {resource: namespace}, pod: {resource: pod}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
"""
EXPOSITION = "".join(
    f'cost_hits{{namespace="shop",pod="web-{number}"}} 1\n' for number in range(3)
)
COMMANDS = [
    pytest.param("rules preview --config {}", id="preview"),
    pytest.param(
        "rules explain pods/web-0/cost_hits -n shop --config {}", id="explain"
    ),
    pytest.param("lint rules {} --fail-on error", id="lint"),
    pytest.param("rules generate --match cost_hits", id="generate"),
    pytest.param("rules diff {} {}", id="diff"),
]


@pytest.fixture(scope="module")
def url(live_prometheus: LivePrometheus) -> Iterator[str]:
    with exposing(EXPOSITION) as address, live_prometheus.scrape(address, job="cost"):
        yield live_prometheus.url


@pytest.mark.parametrize("command", COMMANDS)
def test_the_cost_is_told_and_bounds_what_is_read(
    command: str, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rules.yaml").write_text(RULES)
    rules = tmp_path / "rules.yaml"
    words = command.format(rules, rules).split()
    words += ["--prometheus", url]

    assert main([*words, "--max-series", "3"]) == 0
    told = capsys.readouterr().err
    assert "asking Prometheus for about 3 series by" in told
    assert ("then up to" in told) is ("diff" not in command)

    assert main([*words, "--max-series", "2"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "about 3 series would be read, more than 2" in shown.err
    assert "cost_hits alone finds 3" in shown.err


def test_quietly_nothing_is_told(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rules.yaml").write_text(RULES)
    words = ["rules", "preview", "--config", str(tmp_path / "rules.yaml")]
    assert main([*words, "--prometheus", url, "-q"]) == 0
    assert capsys.readouterr().err == ""


def test_the_rules_of_both_kinds_are_asked_for() -> None:
    one, two = DiscoveryRule(series_query="a"), DiscoveryRule(series_query="b")
    config = AdapterConfig(rules=(one,), external_rules=(two,))
    assert series_queries(config) == ["a", "b"]
