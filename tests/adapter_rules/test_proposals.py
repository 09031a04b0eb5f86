"""Rules proposed from what a Prometheus says of its series."""

from __future__ import annotations

import pytest

from adapter_rules.checks.run import Surroundings, lint
from adapter_rules.model import dump
from adapter_rules.prometheus.base import Metadata, MetricType, ScrapeTarget
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.proposals import Generated, generate
from adapter_rules.series import Series
from adapter_rules.sources import find

POD = {"namespace": "shop", "pod": "web-0", "job": "web"}


def made(
    *series: Series,
    types: dict[str, MetricType] | None = None,
    interval: float | None = None,
    match: str = '{__name__=~".+"}',
) -> Generated:
    target = ScrapeTarget("web", "", {}, up=True, scrape_interval_seconds=interval)
    memory = MemoryPrometheus(
        known=series,
        descriptions={name: Metadata(kind) for name, kind in (types or {}).items()},
        targets=(target,),
    )
    found = generate([match], memory, now=0.0)
    assert _lint(found, memory) == []
    return found


def _lint(found: Generated, memory: MemoryPrometheus) -> list[str]:
    around = Surroundings(prometheus=memory)
    return [str(one) for one in lint(find(dump(found.config)), around)]


def test_a_counter_becomes_a_rate_and_a_gauge_stays() -> None:
    found = made(
        Series("hits_total", POD),
        Series("jobs", POD),
        Series("load_ratio", POD),
        types={"hits_total": "counter", "jobs": "gauge"},
    )
    assert [(r.name.as_, r.metrics_query[:9]) for r in found.config.rules] == [
        ("hits_per_second", "sum(rate("),
        ("jobs", "sum(<<.Se"),
        ("load_ratio", "avg(<<.Se"),
    ]


def test_metadata_goes_before_names() -> None:
    found = made(Series("reads", POD), types={"reads": "counter"})
    assert found.descriptors[0].kind == "counter"
    assert found.descriptors[0].api_name == "reads_per_second"


def test_a_histogram_becomes_its_average_and_a_quantile() -> None:
    parts = [Series(f"s_{part}", POD) for part in ("bucket", "count", "sum")]
    found = made(*parts, types={"s": "histogram"})
    assert [one.api_name for one in found.descriptors] == ["s_average", "s_p95"]


def test_a_summary_has_only_an_average() -> None:
    parts = [Series(f"s_{part}", POD) for part in ("count", "sum")]
    found = made(*parts, types={"s": "summary"})
    assert [one.api_name for one in found.descriptors] == ["s_average"]


@pytest.mark.parametrize(
    ("interval", "window"), [(None, 120), (1.0, 60), (15.0, 60), (30.0, 120), (40, 180)]
)
def test_a_window_holds_four_scrapes(interval: float | None, window: int) -> None:
    found = made(Series("hits_total", POD), interval=interval)
    assert found.descriptors[0].rate_window_seconds == window


def test_labels_whose_values_are_objects_names() -> None:
    found = made(
        Series("jobs", {"ns": "x", "k8s_namespace": "shop", "who": "web-0"}),
        Series("kube_pod_info", {"namespace": "shop", "pod": "web-0"}),
        Series("kube_namespace_created", {"namespace": "shop"}),
        match="jobs",
    )
    assert list(found.config.rules[0].resources.overrides) == ["k8s_namespace", "who"]
    assert not any("guessed" in note for note in found.notes)


def test_the_metrics_own_labels_go_before_the_exporters() -> None:
    labels = {**POD, "exported_namespace": "shop", "exported_pod": "web-1"}
    found = made(Series("jobs", labels))
    overrides = found.config.rules[0].resources.overrides
    assert list(overrides) == ["exported_namespace", "exported_pod"]


def test_names_of_labels_are_a_guess_and_said_to_be() -> None:
    assert any("guessed" in note for note in made(Series("jobs", POD)).notes)


def test_without_an_object_it_is_an_external_metric() -> None:
    found = made(Series("jobs", {"namespace": "shop", "queue": "mail"}))
    assert found.config.rules == ()
    assert len(found.config.external_rules) == 1


@pytest.mark.parametrize(
    ("series", "words"),
    [
        pytest.param(
            Series("jobs", {"pod": "a"}), "no label holds a namespace", id="ns"
        ),
        pytest.param(Series("up", POD), "of the scrape", id="up"),
        pytest.param(Series("web_build_info", POD), "does not change", id="info"),
    ],
)
def test_what_is_skipped_has_its_reason(series: Series, words: str) -> None:
    found = made(series)
    assert found.descriptors == ()
    assert words in found.skipped[0].reason


def test_a_refused_selector_is_skipped() -> None:
    (skipped,) = made(match="up{").skipped
    assert skipped.name == "up{"
