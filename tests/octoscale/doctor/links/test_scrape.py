"""The scrape targets behind the series."""

from __future__ import annotations

from dataclasses import replace

from octoscale.doctor.clue import Verdict
from octoscale.doctor.links.scrape import examine, targets_of
from tests.octoscale.doctor.chains import UP, Chain, only, result

OTHER = replace(UP, labels={"job": "other", "instance": "x:1"}, job="other")
DOWN = replace(UP, up=False, last_error="connection refused")


def test_targets_that_are_up_hold() -> None:
    chain = Chain()
    chain.memory.targets = (UP, OTHER)
    scene = chain.scene()
    assert targets_of(scene, scene.requests[0]) == [UP]
    assert only(examine(scene)).verdict is Verdict.OK


def test_targets_that_are_all_down_are_broken() -> None:
    chain = Chain()
    chain.memory.targets = (DOWN,)
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.BROKEN
    assert "connection refused" in clue.evidence[0]


def test_one_that_is_down_is_a_note() -> None:
    chain = Chain()
    chain.memory.targets = (UP, DOWN)
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.NOTE
    assert clue.text == "1 of 2 scrape targets are down"


def test_without_series_the_pods_targets_count_before_the_namespace_s() -> None:
    chain = Chain()
    chain.memory.known = []
    of_pod = replace(UP, labels={"pod": "web0"})
    chain.memory.targets = (UP, OTHER, of_pod)
    scene = chain.scene()
    assert targets_of(scene, scene.requests[0]) == [of_pod]
    chain.memory.targets = (UP, OTHER)
    scene = chain.scene()
    assert targets_of(scene, scene.requests[0]) == [UP]


def test_a_workload_that_is_not_scraped_is_broken() -> None:
    chain = Chain()
    chain.memory.known = []
    chain.memory.targets = (OTHER,)
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.BROKEN
    assert "no scrape target of the workload web in shop" in clue.text


def test_series_whose_target_is_gone_are_broken_and_pushed_ones_hold() -> None:
    chain = Chain()
    chain.memory.targets = ()
    assert only(examine(chain.scene())).verdict is Verdict.OK
    chain.memory.results["count(hits)"] = result()
    assert "any more" in only(examine(chain.scene())).text


def test_without_prometheus_or_rules_it_is_unknown() -> None:
    assert only(examine(Chain(prometheus=None).scene())).verdict is Verdict.UNKNOWN
    chain = Chain()
    chain.drop("ConfigMap")
    assert only(examine(chain.scene())).verdict is Verdict.UNKNOWN
