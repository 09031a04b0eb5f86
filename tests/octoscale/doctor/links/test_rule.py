"""The discovery rule behind the metric."""

from __future__ import annotations

import pytest

from octoscale.doctor.clue import Verdict
from octoscale.doctor.links.rule import examine, series_are_missing
from octoscale.kube.errors import ForbiddenError
from octoscale.kube.memory import MemoryKube
from tests.octoscale.doctor.chains import RULES, Chain, adapter, config_map, only, told


def ruled(text: str, *, prometheus: bool = True) -> Chain:
    chain = Chain()
    chain.drop("ConfigMap")
    chain.objects.append(config_map(text))
    if not prometheus:
        chain.prometheus = None
    return chain


def test_the_rule_is_named_with_its_place() -> None:
    clue = only(examine(Chain().scene()))
    assert clue.verdict is Verdict.OK
    assert clue.text.startswith("ConfigMap monitoring/adapter-config: rules[0]")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (RULES.replace("hits", "misses"), "no rule serves 'hits', although"),
        (RULES + "  seriesFilters: [{isNot: ^hits}]\n", "leaves it out"),
        (RULES.replace("pod: {resource: pod}", "job: {resource: job}"), "stands for"),
        (RULES.replace("resource: pod}", "resource: unicorn}"), "does not start"),
        ("rules:\n- seriesQuery: [a]\n", "cannot be read"),
        (
            RULES.replace("seriesQuery: hits", "seriesQuery: 'hits{a=~\"(\"}'"),
            "refuses",
        ),
    ],
)
def test_a_rule_that_loses_the_metric_is_broken(text: str, words: str) -> None:
    clue = only(examine(ruled(text).scene()))
    assert clue.verdict is Verdict.BROKEN
    assert words in told(clue)
    assert clue.fix


def test_a_rule_without_any_series_is_right_itself() -> None:
    chain = Chain()
    chain.memory.known = []
    scene = chain.scene()
    assert only(examine(scene)).verdict is Verdict.OK
    story = scene.rules.story(scene.requests[0])
    assert story is not None
    assert not isinstance(story, str)
    assert series_are_missing(story.broken)
    assert not series_are_missing(None)


def test_a_look_back_below_two_scrapes_is_broken() -> None:
    chain = Chain()
    chain.drop("Deployment")
    chain.objects += [adapter("--metrics-max-age=20s")[1], Chain().objects[0]]
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.BROKEN
    assert "looks back 20 s and the series is scraped each 15 s" in clue.text


def test_without_prometheus_the_rules_alone_are_looked_at() -> None:
    assert only(examine(ruled(RULES, prometheus=False).scene())).verdict is Verdict.OK
    other = RULES.replace("hits", "misses")
    clue = only(examine(ruled(other, prometheus=False).scene()))
    assert clue.verdict is Verdict.NOTE


def test_without_a_config_it_is_unknown() -> None:
    chain = Chain()
    chain.drop("ConfigMap")
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.UNKNOWN
    assert "namespace monitoring" in clue.text
    assert clue.fix == "--config FILE"
    assert "nobody serves" in only(examine(Chain(apis=[]).scene())).text


def test_of_several_configs_that_nobody_mounts_none_is_chosen() -> None:
    chain = Chain()
    other = config_map(RULES.replace("hits", "misses"))
    other["metadata"]["name"] = "other"
    chain.objects.append(other)
    chain.objects = [one for one in chain.objects if one["kind"] != "Service"]
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.NOTE
    assert "ConfigMap monitoring/other" in clue.evidence
    assert "--config" in clue.fix


def test_a_missing_right_is_unknown() -> None:
    scene = Chain().scene()
    assert scene.requests
    assert scene.rules.owner("custom.metrics.k8s.io") is not None
    kube = scene.cluster.kube
    assert isinstance(kube, MemoryKube)
    kube.failures.append(ForbiddenError("no", status=403))
    assert only(examine(scene)).verdict is Verdict.UNKNOWN
