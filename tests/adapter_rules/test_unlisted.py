"""The step that loses a metric: the one in which it gets farthest."""

from __future__ import annotations

import pytest

from adapter_rules.discovering import discover
from adapter_rules.explanation import Step, StepName
from adapter_rules.listing import list_custom
from adapter_rules.model import load
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.rule import compile_config
from adapter_rules.series import Series
from adapter_rules.unlisted import Scene, why_unlisted
from octoscale.kube.restmapper import PODS, GroupResource, RESTMapper

RULES = """\
rules:
- seriesQuery: 'hits_total{pod!=""}'
  seriesFilters: [{isNot: "_bytes_"}]
  resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}
  name: {matches: "^(.*)_total$", as: "${1}"}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
- seriesQuery: '{__name__=~"^late_.*"}'
  seriesFilters: [{isNot: "_bytes"}]
  resources: {overrides: {pod: {resource: pod}}}
  metricsQuery: <<.Series>>
- seriesQuery: 'other{zone="a"}'
  resources: {overrides: {pod: {resource: pod}}}
  metricsQuery: <<.Series>>
- seriesQuery: gone
  resources: {overrides: {pod: {resource: pod}}}
  metricsQuery: <<.Series>>
"""
KNOWN = (
    Series("hits_total", {"namespace": "shop", "pod": "a"}),
    Series("late_jobs", {"pod": "a"}),
    Series("late_bytes", {"pod": "a"}),
    Series("other", {"pod": "a"}),
    Series("alone", {"pod": "a"}),
)
SERVICES = GroupResource("", "services")


def why(metric: str, resource: GroupResource = PODS, *, rules: str = RULES) -> Step:
    memory = MemoryPrometheus(known=KNOWN)
    compiled = compile_config(load(rules), RESTMapper.builtin()).custom
    discovered = discover(
        [rule.source.series_query for rule in compiled],
        memory,
        start=0.0,
        limit=100,
        progress=lambda _: None,
    )
    listing = list_custom(compiled, discovered.found)
    scene = Scene(
        metric,
        resource,
        compiled,
        discovered,
        listing,
        lambda selector: memory.series(selector, limit=10, start=0.0).series,
    )
    step = why_unlisted(scene)
    assert step.broken
    assert step.hint
    return step


@pytest.mark.parametrize(
    ("metric", "resource", "name", "said"),
    [
        pytest.param(
            "hits",
            SERVICES,
            StepName.ASSOCIATION,
            "none of its labels stands for services",
            id="another resource",
        ),
        pytest.param(
            "late_bytes", PODS, StepName.FILTERS, "leaves it out", id="filtered"
        ),
        pytest.param(
            "other",
            PODS,
            StepName.DISCOVERY,
            "is there, but no series of it matches 'other{zone=\"a\"}': "
            "none has the label 'zone'",
            id="other labels",
        ),
        pytest.param(
            "gone", PODS, StepName.DISCOVERY, "no series matches 'gone'", id="gone"
        ),
        pytest.param(
            "alone",
            PODS,
            StepName.NAMING,
            "although there is such a series",
            id="alone",
        ),
        pytest.param("hit", PODS, StepName.NAMING, "no rule gives", id="misspelt"),
    ],
)
def test_the_step_is_named_with_what_shows_it(
    metric: str, resource: GroupResource, name: StepName, said: str
) -> None:
    step = why(metric, resource)
    assert step.name is name
    assert said in step.text


def test_one_refused_series_query_is_told_before_all_else() -> None:
    step = why("hits", rules=RULES.replace("seriesQuery: gone", "seriesQuery: 'up{'"))
    assert step.name is StepName.DISCOVERY
    assert step.text.startswith("Prometheus refuses the series query of rules[3]")


def test_names_that_are_like_it_are_shown() -> None:
    step = why("hit")
    assert step.hint == "did you mean 'hits'?"
    assert step.evidence == ("listed: hits",)
