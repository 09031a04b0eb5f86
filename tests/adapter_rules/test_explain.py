"""One request through all stages: to its value, or to the first broken step."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules.errors import PrometheusAnswerError
from adapter_rules.explain import Limits, explain
from adapter_rules.explanation import Asked, Explanation
from adapter_rules.model import load
from adapter_rules.prometheus.base import QueryResult, Sample
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.series import Series
from octoscale.kube.restmapper import RESTMapper

RULES = """\
rules:
- seriesQuery: 'hits_total{pod!=""}'
  seriesFilters: [{isNot: "_bytes_"}]
  resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}
  name: {matches: "^(.*)_total$", as: "${1}"}
  metricsQuery: sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)
- seriesQuery: 'volumes{node!=""}'
  resources: {overrides: {node: {resource: node}}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
- seriesQuery: '{__name__=~"^late_.*"}'
  seriesFilters: [{isNot: "_bytes"}]
  resources: {overrides: {pod: {resource: pod}}}
  metricsQuery: <<.Series>>
externalRules:
- seriesQuery: waiting
  resources: {overrides: {namespace: {resource: namespace}}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>})
"""
KNOWN = [
    Series("hits_total", {"namespace": "shop", "pod": "a-0"}),
    Series("hits_total", {"namespace": "shop", "pod": "a-1"}),
    Series("hits_total", {"namespace": "else", "pod": "b-0"}),
    Series("hits_total", {"namespace": "shop"}),
    Series("volumes", {"node": "n1"}),
    Series("late_jobs", {"pod": "a-0"}),
    Series("late_bytes", {"pod": "a-0"}),
    Series("waiting", {"namespace": "shop", "queue": "mail"}),
]
BOTH = 'sum(rate(hits_total{namespace="shop",pod=~"a-0|a-1"}[2m])) by (pod)'
ONE = 'sum(rate(hits_total{namespace="shop",pod="a-0"}[2m])) by (pod)'


def told(
    asked: Asked, *samples: Sample, evaluate: bool = True, kind: str = "vector"
) -> Explanation:
    result = QueryResult(kind, samples)  # type: ignore[arg-type]  # a test's word
    memory = MemoryPrometheus(
        known=KNOWN,
        results={
            BOTH: result,
            ONE: result,
            'sum(waiting{namespace="shop"})': result,
            'sum(waiting{queue="x",namespace="shop"})': result,
            'sum(volumes{node="n1"}) by (node)': result,
        },
    )
    return explain(
        asked,
        load(RULES),
        memory,
        mapper=RESTMapper.builtin(),
        now=0.0,
        limits=Limits(evaluate=evaluate),
    )


def pods(name: str = "*", metric: str = "hits", **more: str) -> Asked:
    given = {"namespace": "shop", "resource": "pods", **more}
    return Asked(metric=metric, name=name, **given)


def sample(value: float, **labels: str) -> Sample:
    return Sample(labels, value, 0.0)


def test_the_whole_story_of_a_value() -> None:
    story = told(pods(), sample(1.5, pod="a-0"), sample(2, pod="a-1"))
    assert story.broken is None
    assert [str(step.name) for step in story.steps] == [
        *("request", "discovery", "filters", "association", "naming", "listing"),
        *("query", "result", "value"),
    ]
    assert [(v.name, v.quantity and v.quantity.canonical) for v in story.values] == [
        ("a-0", "1500m"),
        ("a-1", "2"),
    ]
    assert story.answer == ""


def test_an_external_metric_has_no_association() -> None:
    story = told(Asked(metric="waiting", namespace="shop"), sample(12))
    assert story.broken is None
    assert "association" not in [str(step.name) for step in story.steps]
    assert story.values[0].quantity is not None


def test_objects_outside_namespaces() -> None:
    asked = Asked(metric="volumes", resource="nodes", name="n1")
    assert told(asked, sample(3, node="n1")).broken is None


def test_what_nobody_asked_for_is_dropped_aloud() -> None:
    story = told(pods(), sample(1, pod="a-0"), sample(2, pod="z"), sample(3, pod="a-0"))
    result = next(step for step in story.steps if step.name == "result")
    assert 'dropped, a later one wins: {pod="a-0"} 1' in result.evidence
    assert 'dropped, not asked for: {pod="z"} 2' in result.evidence
    assert story.values[1].quantity is None
    assert "no sample for this object" in story.values[1].note


def test_without_evaluation_it_ends_with_the_query() -> None:
    story = told(pods(), evaluate=False)
    assert story.steps[-1].text == BOTH
    assert "only a real Prometheus" in story.notes[-1]


@pytest.mark.parametrize(
    ("asked", "step", "words"),
    [
        pytest.param(pods(resource="gizmos"), "request", "no resource", id="resource"),
        pytest.param(pods(selector="a=b=c"), "request", "selector", id="selector"),
        pytest.param(pods(namespace=""), "request", "in namespaces", id="namespace"),
        pytest.param(
            Asked(metric="m", resource="storageclasses", name="x"),
            "request",
            "outside namespaces",
            id="cluster scope",
        ),
        pytest.param(pods(resource="services"), "association", "services", id="of"),
        pytest.param(pods(metric="late_bytes"), "filters", "matches '_bytes'", id="f"),
        pytest.param(pods(metric="hitz"), "naming", "no rule gives", id="name"),
        pytest.param(pods(metric="hits_total"), "naming", "there is such", id="raw"),
        pytest.param(pods(namespace="void"), "query", "no series names", id="void"),
        pytest.param(pods(metric="late_jobs"), "query", "no label", id="no namespace"),
        pytest.param(pods("a-0", selector="a>1"), "query", "cannot match", id="op"),
        pytest.param(pods("a-0"), "result", "series that match", id="stale"),
        pytest.param(
            Asked(metric="waiting", namespace="shop", selector="queue=x"),
            "result",
            "queue is 'mail'",
            id="another queue",
        ),
    ],
)
def test_the_first_broken_step(asked: Asked, step: str, words: str) -> None:
    story = told(asked)
    assert story.broken is not None
    assert story.broken is story.steps[-1]
    assert str(story.broken.name) == step
    assert words in story.broken.text
    assert story.broken.hint
    assert story.answer


def test_a_result_that_lost_the_label() -> None:
    story = told(pods("a-0"), sample(1, job="x"))
    assert story.broken is not None
    assert "no label 'pod' (it has job)" in story.broken.text


def test_a_scalar_serves_no_custom_metric() -> None:
    story = told(pods("a-0"), sample(1), kind="scalar")
    assert story.broken is not None
    assert "wants a vector" in story.broken.text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e30])
def test_a_value_that_is_no_number_breaks_the_last_step(value: float) -> None:
    story = told(pods("a-0"), sample(value, pod="a-0"))
    assert story.broken is not None
    assert str(story.broken.name) == "value"


def test_a_refused_query_is_an_error_of_the_adapter() -> None:
    class Refusing(MemoryPrometheus):
        def query(self, promql: str, now: float | None = None) -> QueryResult:
            del now
            raise PrometheusAnswerError(promql, status=400, kind="bad_data")

    story = explain(
        pods("a-0"),
        load(RULES),
        Refusing(known=KNOWN),
        mapper=RESTMapper.builtin(),
        now=0.0,
    )
    assert story.broken is not None
    assert story.answer.startswith("500")


def test_one_refused_series_query_takes_all_rules_down() -> None:
    bad = load("rules: [{seriesQuery: 'up{'}]").rules + load(RULES).rules
    config = load(RULES).model_copy(update={"rules": bad})
    memory = MemoryPrometheus(known=KNOWN)
    story = explain(pods(), config, memory, mapper=RESTMapper.builtin(), now=0.0)
    assert story.broken is not None
    assert "of no rule" in story.broken.text


@pytest.mark.parametrize(
    ("known", "words"),
    [
        pytest.param([], "no series matches", id="nothing"),
        pytest.param(
            [Series("hits_total", {"pod_name": "a"})],
            "none has the label 'pod'",
            id="another label",
        ),
    ],
)
def test_series_that_are_not_found(known: list[Series], words: str) -> None:
    memory = MemoryPrometheus(known=known)
    story = explain(pods(), load(RULES), memory, mapper=RESTMapper.builtin(), now=0.0)
    assert story.broken is not None
    assert str(story.broken.name) == "discovery"
    assert words in story.broken.text


WORDS = st.sampled_from(["a", "b.c/d", "=", "!=", "in", "(", ")", ",", "x", "!", ">1"])


@given(
    st.lists(WORDS, max_size=6).map(" ".join),
    st.sampled_from(["pods", "Pod", "namespaces", "nodes", "gizmos", ""]),
    st.sampled_from(["*", "a-0", "x.y|z", 'a"b']),
    st.sampled_from(["hits", "waiting", "late_bytes", "nothing", ""]),
    st.sampled_from(["shop", "", "void"]),
)
def test_every_request_has_a_story(
    selector: str, resource: str, name: str, metric: str, namespace: str
) -> None:
    story = told(
        Asked(
            metric=metric,
            resource=resource,
            name=name if resource else "",
            namespace=namespace,
            selector=selector,
        ),
        evaluate=False,
    )
    assert story.steps
    assert all(step.text for step in story.steps)
    assert [step.broken for step in story.steps[:-1]].count(True) == 0
    assert story.broken is None or story.broken.hint
