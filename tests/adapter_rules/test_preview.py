"""A preview shows what is served, and what is left out and why."""

from __future__ import annotations

import pytest

from adapter_rules.listing import Stage
from adapter_rules.loading import load_source
from adapter_rules.model import AdapterConfig
from adapter_rules.preview import Limits, Preview, preview
from adapter_rules.prometheus.base import QueryResult, Sample
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.series import Series
from adapter_rules.verdict import findings
from octoscale.core.errors import InputError
from octoscale.kube.restmapper import RESTMapper

AUTHORS = """\
rules:
- seriesQuery: fds
  resources: {template: "<<.Resource>>"}
  name: {matches: "^(.*)", as: "${1}"}
  metricsQuery: avg(<<.Series>>) by (job)
- seriesQuery: reads
  resources: {template: "<<.Resource>>"}
  metricsQuery: avg(<<.Series>>) by (job)
"""
FDS = Series("fds", {"instance": "x:1", "job": "httpgo", "pod": "web-0"})


def show(text: str, memory: MemoryPrometheus, limits: Limits | None = None) -> Preview:
    return preview(
        load_source(text).config,
        memory,
        mapper=RESTMapper.builtin(),
        now=1000.0,
        limits=limits or Limits(),
    )


def test_rules_that_ignore_the_request_are_shown_as_they_work() -> None:
    result = QueryResult("vector", (Sample({"job": "httpgo"}, 7.0, 1000.0),))
    memory = MemoryPrometheus(known=[FDS], results={"avg(fds) by (job)": result})
    shown = show(AUTHORS, memory)
    assert [str(m.listed.key) for m in shown.custom] == ["jobs.batch/fds", "pods/fds"]
    job, pod = shown.custom
    assert job.has_value
    assert str(job.answers[0].values[0].quantity) == "7"
    assert job.answers[0].question.promql == "avg(fds) by (job)"
    assert pod.answers[0].values[0].quantity is None
    assert "no label 'pod' (it has job)" in pod.answers[0].values[0].note


def test_a_rule_without_series_is_left_out() -> None:
    shown = show(AUTHORS, MemoryPrometheus(known=[FDS]))
    (left,) = shown.left_out
    assert (left.rule.label, left.stage) == ("rules[1]", Stage.DISCOVERY)
    assert "no series within the last 10m matches 'reads'" in left.reason


def test_series_older_than_the_look_back_are_not_seen() -> None:
    memory = MemoryPrometheus(known=[FDS], last_seen={"fds": 350.0})
    assert show(AUTHORS, memory).custom == ()
    assert show(AUTHORS, memory, Limits(look_back_seconds=700)).custom != ()


def test_a_refused_series_query_is_a_finding_at_its_place() -> None:
    text = "rules:\n- seriesQuery: fds\n- seriesQuery: 'fds{'\n"
    source = load_source(text, file="f")
    shown = show(text, MemoryPrometheus(known=[FDS]))
    (finding,) = findings(shown, source.document)
    assert str(finding.place) == "f:3:16"
    assert finding.code == "AR003"
    assert [left.rule.label for left in shown.refused] == ["rules[1]"]


def test_truncated_series_are_told() -> None:
    known = [Series("fds", {"pod": str(number)}) for number in range(3)]
    shown = show(AUTHORS, MemoryPrometheus(known=known), Limits(series=2))
    assert any("only the first 2 series of 'fds'" in note for note in shown.notes)


def test_labels_that_the_adapter_picks_at_random_are_told() -> None:
    text = (
        "rules: [{seriesQuery: fds, metricsQuery: x, resources: "
        "{overrides: {pod: {resource: pod}, pod_name: {resource: pods}}}}]"
    )
    shown = show(text, MemoryPrometheus())
    assert any("pod, pod_name all stand for pods" in note for note in shown.notes)


def test_resource_rules_are_not_previewed_and_it_says_so() -> None:
    shown = show("resourceRules: {}", MemoryPrometheus())
    assert any("resourceRules" in note for note in shown.notes)


def test_it_always_says_that_no_cluster_was_asked() -> None:
    assert "no cluster was asked" in show("", MemoryPrometheus()).notes[0]


def test_external_metrics_have_their_own_list() -> None:
    text = (
        "externalRules: [{seriesQuery: fds, metricsQuery: 'max(<<.Series>>)', "
        "resources: {namespaced: false}}]"
    )
    result = QueryResult("vector", (Sample({}, 2.0, 0.0),))
    memory = MemoryPrometheus(known=[FDS], results={"max(fds)": result})
    shown = show(text, memory)
    assert shown.custom == ()
    assert str(shown.external[0].answers[0].values[0].quantity) == "2"


def test_a_config_that_the_adapter_does_not_start_with_is_refused() -> None:
    with pytest.raises(InputError, match="podz"):
        show("rules: [{resources: {overrides: {p: {resource: podz}}}}]",
             MemoryPrometheus())  # fmt: skip


def test_an_empty_config_asks_nothing() -> None:
    shown = preview(
        AdapterConfig(), MemoryPrometheus(), mapper=RESTMapper.builtin(), now=0.0
    )
    assert (shown.custom, shown.external, shown.left_out) == ((), (), ())
