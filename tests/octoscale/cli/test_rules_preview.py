"""``octoscale rules preview`` prints what it found, and says what is missing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml
from prometheus_client import CollectorRegistry, Gauge, start_http_server

from octoscale.cli.app import main
from octoscale.core.yamlio import dump
from tests.reference import reference

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.prometheus_plugin import LivePrometheus

RULES = """\
rules:
- seriesQuery: preview_depth
  resources: {template: <<.Resource>>}
  metricsQuery: max(<<.Series>>) by (job)
- seriesQuery: preview_nothing
  metricsQuery: x
externalRules:
- seriesQuery: preview_depth
  resources: {namespaced: false}
  name: {as: depth}
  metricsQuery: max(<<.Series>>) by (queue)
"""
HOSTILE = "a\x1b[31m\u202eb [red] =1+1"


@pytest.fixture(scope="module")
def url(live_prometheus: LivePrometheus) -> Iterator[str]:
    """Make the live Prometheus scrape one gauge, with a hostile label value."""
    registry = CollectorRegistry()
    depth = Gauge("preview_depth", "Jobs waiting.", ["queue"], registry=registry)
    depth.labels(HOSTILE).set(7)
    fds = Gauge("myapphttp_process_open_fds", "Open descriptors.", registry=registry)
    fds.set(42)
    server, thread = start_http_server(0, "127.0.0.1", registry=registry)
    address = f"127.0.0.1:{server.server_address[1]}"
    with live_prometheus.scrape(address, job="preview-pod"):
        yield live_prometheus.url
    server.shutdown()
    thread.join()
    server.server_close()


def run(
    url: str, config: Path, *more: str, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    code = main(
        ["rules", "preview", "--config", str(config), "--prometheus", url, *more]
    )
    shown = capsys.readouterr()
    return code, shown.out, shown.err


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES, encoding="utf-8")
    return path


def test_a_table_for_people(
    url: str, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(url, config, capsys=capsys)
    assert code == 0
    assert err.startswith("asking Prometheus for about 1 series by 2 series queries")
    rows = [" ".join(line.split()) for line in out.splitlines()]
    assert "custom.metrics.k8s.io: 1 listed, 1 with a value now" in rows
    assert "jobs.batch/preview_depth default (assumed) preview-pod 7" in rows
    assert (
        "jobs.batch/preview_depth rules[0] preview_depth max(preview_depth) by (job)"
        in rows
    )
    assert any(row.startswith("rules[1] discovery no series within") for row in rows)
    assert any("no cluster was asked" in row for row in rows)


def test_hostile_names_do_no_harm(
    url: str, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(url, config, capsys=capsys)
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "\\x1b[31m" in out


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_data_for_scripts(
    form: str, url: str, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(url, config, "-o", form, capsys=capsys)
    data = json.loads(out) if form == "json" else yaml.safe_load(out)
    assert code == 0
    (metric,) = data["custom"]
    assert metric["name"] == "jobs.batch/preview_depth"
    assert metric["queries"][0]["values"][0]["value"] == "7"
    (external,) = data["external"]
    assert external["queries"][0]["values"][0]["labels"] == {"queue": HOSTILE}


def test_the_authors_config_shows_its_metric_with_its_value(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = reference("real", "configs", "prometheus-hpa_6b1c335", "configs")
    _, out, _ = run(url, folder / "prometheus_adapter.yml", capsys=capsys)
    rows = [" ".join(line.split()) for line in out.splitlines()]
    first = rows.index("METRIC NAMESPACE OBJECT VALUE NOTE") + 1
    name = "jobs.batch/myapphttp_process_open_fds"
    # Other tests share the Prometheus, and may have an httpgo-pod of their own.
    shown = rows[first : rows.index("METRIC RULE SERIES PROMQL")]
    assert any(r.startswith(f"{name} default (assumed) preview-pod 42") for r in shown)
    # A rule without a metric is told by itself; theirs may have one of other tests.
    assert all(f"rules[{index}]" in out for index in range(3))


def test_without_queries_nothing_is_asked_and_values_are_absent(
    url: str, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(url, config, "--query-limit", "0", capsys=capsys)
    assert "absent" in out
    assert "the limit of 0 queries is reached" in out


def test_one_metric_alone_is_shown(
    url: str, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(url, config, "--metric", "depth", "-o", "json", capsys=capsys)
    shown = json.loads(out)
    assert code == 0
    assert (shown["custom"], len(shown["external"])) == ([], 1)
    assert shown["leftOut"] == []

    code, _, err = run(url, config, "--metric", "width", capsys=capsys)
    assert code == 1
    assert "error AR009: no metric is listed as 'width'" in err


def test_strictly_a_rule_without_series_is_wrong(
    url: str, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(url, config, "--strict", capsys=capsys)
    assert code == 1
    assert f"{config}:5:16: error AR009" in err
    assert "jobs.batch/preview_depth" in out


def test_more_series_than_allowed_are_counted_and_not_read(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES.replace("preview_nothing", "'{__name__=~\".+\"}'"))
    code, out, err = run(url, path, "--max-series", "2", capsys=capsys)
    assert (code, out) == (2, "")
    assert "series would be read, more than 2" in err
    assert '{__name__=~".+"} alone finds' in err


def test_a_configmap_is_read_too(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "configmap.yaml"
    manifest = {"kind": "ConfigMap", "data": {"config.yaml": RULES}}
    path.write_text(dump(manifest), encoding="utf-8")
    code, out, _ = run(url, path, capsys=capsys)
    assert code == 0
    assert "jobs.batch/preview_depth" in out


def test_a_refused_series_query_is_a_finding_with_its_place(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES.replace("preview_nothing", "'up{'"), encoding="utf-8")
    code, out, err = run(url, path, capsys=capsys)
    assert code == 1
    assert f"{path}:5:16: error AR003" in err
    assert "jobs.batch/preview_depth" in out


def test_an_unknown_resource_is_a_finding_before_anything_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(
        "rules:\n- resources: {overrides: {p: {resource: podz}}}\n", encoding="utf-8"
    )
    code, _, err = run("http://127.0.0.1:1", path, capsys=capsys)
    assert code == 1
    assert f"{path}:2:30: error AR001" in err


@pytest.mark.parametrize(
    ("option", "value"),
    [("--look-back", "soon"), ("--look-back", "0"), ("--timeout", "5 minutes")],
)
def test_a_bad_duration_is_a_wrong_argument(
    option: str, value: str, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run("http://127.0.0.1:1", config, option, value, capsys=capsys)
    assert code == 2
    assert option in err


def test_what_it_asks_is_said_when_wanted(
    url: str, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, _, err = run(url, config, "-v", capsys=capsys)
    assert "looked for series: preview_depth" in err
    assert "asked: max(preview_depth) by (job)" in err


def test_a_saved_list_of_series_shows_what_would_be_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules, saved = tmp_path / "rules.yaml", tmp_path / "series.txt"
    rules.write_text(
        "rules:\n- seriesQuery: jobs\n"
        "  resources: {overrides: {pod: {resource: pod}, ns: {resource: namespace}}}\n"
        "  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)\n"
    )
    saved.write_text('jobs{ns="shop",pod="a"}\n')
    words = ["rules", "preview", "--config", str(rules), "--offline", str(saved)]
    assert main(words) == 0
    printed = capsys.readouterr()
    assert 'sum(jobs{ns="shop",pod="a"}) by (pod)' in printed.out
    assert "no values" in printed.err
