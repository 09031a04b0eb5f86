"""``octoscale rules diff``, as people call it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from adapter_rules.offline import served
from octoscale.cli.app import main

if TYPE_CHECKING:
    from pathlib import Path

    from tests.prometheus_plugin import LivePrometheus

OLD = """\
rules:
- seriesQuery: '{__name__=~"^diffed_.*"}'
  resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}
  metricsQuery: max(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
"""


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(OLD)
    new.write_text(OLD.replace('{__name__=~"^diffed_.*"}', "diffed_jobs"))
    return [str(old), str(new)]


def test_equal_configs_pass(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "diff", files[0], files[0]]) == 0
    assert capsys.readouterr().err == "no differences\n"


def test_differences_fail_and_are_shown(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "diff", *files]) == 1
    printed = capsys.readouterr().out
    assert printed.startswith('- series {__name__=~"^diffed_.*"}\n    - ')
    assert "+ pods/diffed_jobs\n    + max(diffed_jobs{" in printed


def test_a_live_prometheus_is_asked_what_both_list(
    files: list[str],
    live_prometheus: LivePrometheus,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["rules", "diff", *files, "--prometheus", live_prometheus.url, "-o", "json"]
    with (
        served("diffed_jobs 1\ndiffed_hits 2\n") as address,
        live_prometheus.scrape(address, namespace="shop", pod="a"),
    ):
        assert main(words) == 1
    names = {one["name"] for one in json.loads(capsys.readouterr().out)}
    assert names == {"pods/diffed_hits", "namespaces/diffed_hits"}


def test_standard_input_is_read_once() -> None:
    assert main(["rules", "diff", "-", "-"]) == 2
