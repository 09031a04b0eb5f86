"""The adapter in the loop: real rules, listed late, with the real errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from adapter_rules.model import decode
from adapter_rules.rule import compile_config
from hpa.algorithm.types import (
    ExternalMetric,
    ObjectMetric,
    ObjectReference,
    PodsMetric,
)
from hpa.errors import PortError
from octoscale.core.yamlio import Document
from octoscale.kube.restmapper import RESTMapper
from simulator.clock import Clock
from simulator.errors import UnsupportedQueryError
from simulator.presets import SERIES, authors_rule
from simulator.world.adapter import Adapter
from simulator.world.answers import SimulatedAnswers
from simulator.world.evaluation import Evaluator
from simulator.world.series import STALE, Store, labels_of

BY_POD = {
    "seriesQuery": 'open_fds{namespace!="",pod!=""}',
    "resources": {"template": "<<.Resource>>"},
    "metricsQuery": "sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)",
}
PODS_METRIC = PodsMetric(name="open_fds", average_value_milli=200_000)


def object_metric(
    name: str = SERIES,
    *,
    kind: str = "Job",
    api_version: str = "batch/v1",
    described: str = "web",
) -> ObjectMetric:
    return ObjectMetric(
        name=name,
        described_object=ObjectReference(
            kind=kind, name=described, api_version=api_version
        ),
        target_type="Value",
        value_milli=200_000,
    )


@dataclass
class World:
    config: dict[str, Any]
    pods: list[str] = field(default_factory=lambda: ["web-1", "web-2"])
    clock: Clock = field(default_factory=Clock)
    store: Store = field(default_factory=Store)

    def __post_init__(self) -> None:
        """Build an adapter that has not looked for series yet."""
        mapper = RESTMapper.builtin()
        self.adapter = Adapter(
            self.clock,
            rules=compile_config(decode(Document(self.config)), mapper),
            mapper=mapper,
            namespace="http",
            prometheus=SimulatedAnswers(Evaluator(self.store, 300_000)),
            list_pods=lambda selector: self.pods if selector == "app=web" else [],
        )

    def sample(self, series: str, value: float | None, **labels: str) -> None:
        self.store.append(labels_of(series, labels), self.clock.now_ms, value)


def by_pod(**values: float) -> World:
    """Build a world in which each pod's open_fds was just stored and listed."""
    world = World({"rules": [BY_POD]})
    for name, value in values.items():
        pod = name.replace("_", "-")
        world.sample("open_fds", value, namespace="http", pod=pod)
    world.adapter.relist(60)
    return world


def test_a_pods_metric_has_a_value_for_each_pod_that_has_a_sample() -> None:
    world = by_pod(web_1=225.0, web_2=10.5, other_1=7.0)
    samples = world.adapter.pods(PODS_METRIC, "app=web")
    assert [(one.pod, one.value_milli) for one in samples] == [
        ("web-1", 225_000),
        ("web-2", 10_500),
    ]


def test_a_pod_without_a_sample_is_left_out_and_not_zero() -> None:
    world = by_pod(web_1=225.0)
    assert [one.pod for one in world.adapter.pods(PODS_METRIC, "app=web")] == ["web-1"]


def test_the_authors_rule_answers_for_a_job_that_does_not_exist() -> None:
    world = World({"rules": [authors_rule()]})
    for pod, value in (("web-1", 300.0), ("web-2", 101.0)):
        world.sample(SERIES, value, job="web", instance=pod)
    world.adapter.relist(60)
    assert world.adapter.object(object_metric()) == 200_500


def test_dead_pods_are_absent_from_the_authors_average() -> None:
    world = World({"rules": [authors_rule()]})
    for pod, value in (("web-1", 300.0), ("web-2", 100.0)):
        world.sample(SERIES, value, job="web", instance=pod)
    world.adapter.relist(60)
    world.clock.run(until=10)
    world.sample(SERIES, STALE, job="web", instance="web-2")
    assert world.adapter.object(object_metric()) == 300_000


def test_values_are_cut_off_to_thousandths_as_the_adapter_does() -> None:
    world = by_pod(web_1=1.0059)
    (sample,) = world.adapter.pods(PODS_METRIC, "app=web")
    assert sample.value_milli == 1005


def test_a_metric_is_unknown_before_the_next_look_for_series() -> None:
    world = World({"rules": [BY_POD]})
    world.adapter.relist(60)
    world.sample("open_fds", 5.0, namespace="http", pod="web-1")
    with pytest.raises(PortError, match="could not find the metric open_fds for pods"):
        world.adapter.pods(PODS_METRIC, "app=web")
    world.adapter.relist(60)
    assert world.adapter.pods(PODS_METRIC, "app=web")


def test_a_series_older_than_the_look_back_is_listed_no_more() -> None:
    world = by_pod(web_1=5.0)
    world.clock.run(until=61)
    world.adapter.relist(60)
    with pytest.raises(PortError, match="could not find the metric"):
        world.adapter.pods(PODS_METRIC, "app=web")


@pytest.mark.parametrize(
    ("metric", "message"),
    [
        pytest.param(
            object_metric("other"),
            "could not find the metric other for jobs.batch$",
            id="a metric that is not listed",
        ),
        pytest.param(
            object_metric(described="shop"),
            "for jobs.batch shop$",
            id="an object without a sample",
        ),
        pytest.param(
            object_metric(kind="Jop"),
            'no matches for kind "Jop" in group "batch"',
            id="an unknown kind",
        ),
        pytest.param(
            object_metric(api_version=""),
            'no matches for kind "Job" in group ""',
            id="a kind without its group",
        ),
    ],
)
def test_what_cannot_be_had_is_refused_in_the_real_words(
    metric: ObjectMetric, message: str
) -> None:
    world = World({"rules": [authors_rule()]})
    world.sample(SERIES, 5.0, job="web")
    world.adapter.relist(60)
    with pytest.raises(PortError, match=message):
        world.adapter.object(metric)


def test_no_pods_at_all_are_an_error_as_in_the_real_api() -> None:
    world = by_pod(web_1=5.0)
    with pytest.raises(PortError, match="could not find the metric"):
        world.adapter.pods(PODS_METRIC, "app=shop")


def test_an_external_metric_has_a_value_for_every_series() -> None:
    rule = {
        "seriesQuery": "queue_depth",
        "resources": {"namespaced": False},
        "metricsQuery": "<<.Series>>{<<.LabelMatchers>>}",
    }
    world = World({"externalRules": [rule]})
    for queue, depth in (("a", 3.0), ("b", 4.5)):
        world.sample("queue_depth", depth, queue=queue)
    world.adapter.relist(60)
    assert world.adapter.external(ExternalMetric(name="queue_depth")) == (3000, 4500)
    only = ExternalMetric(name="queue_depth", selector="queue=b")
    assert world.adapter.external(only) == (4500,)
    with pytest.raises(PortError, match="could not find the metric other"):
        world.adapter.external(ExternalMetric(name="other"))


def test_the_use_of_cpu_and_memory_is_not_simulated() -> None:
    with pytest.raises(PortError, match="not simulated"):
        by_pod(web_1=1.0).adapter.resource("app=web")


def test_a_rule_outside_the_subset_stops_the_run_with_the_way_out() -> None:
    rule = {**BY_POD, "metricsQuery": "topk(1, <<.Series>>{<<.LabelMatchers>>})"}
    world = World({"rules": [rule]})
    world.sample("open_fds", 5.0, namespace="http", pod="web-1")
    world.adapter.relist(60)
    with pytest.raises(UnsupportedQueryError, match="topk"):
        world.adapter.pods(PODS_METRIC, "app=web")


def test_what_an_answer_was_made_from_is_kept() -> None:
    world = by_pod(web_1=5.0)
    world.clock.run(until=12)
    world.sample("open_fds", 6.0, namespace="http", pod="web-2")
    world.adapter.pods(PODS_METRIC, "app=web")
    look = world.adapter.looks[PODS_METRIC]
    assert (look.series_name, look.stored, look.oldest_seconds) == ("open_fds", 2, 12)
    assert look.query.startswith("sum(open_fds{")
    assert [row.value for row in look.rows] == [5.0, 6.0]
