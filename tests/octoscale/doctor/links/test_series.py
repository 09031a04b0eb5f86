"""The series behind the rule."""

from __future__ import annotations

from octoscale.doctor.clue import Verdict
from octoscale.doctor.links.series import examine, is_gone
from tests.octoscale.doctor.chains import RULES, Chain, config_map, only, result


def test_series_with_samples_hold() -> None:
    clue = only(examine(Chain().scene()))
    assert clue.verdict is Verdict.OK
    assert clue.text == "2 series"
    assert 'pod="web0"' in clue.evidence[0]


def test_no_series_at_all_is_broken() -> None:
    chain = Chain()
    chain.memory.known = []
    scene = chain.scene()
    assert only(examine(scene)).verdict is Verdict.BROKEN
    assert is_gone(scene, scene.requests[0])


def test_series_that_ended_are_broken() -> None:
    chain = Chain()
    chain.memory.results["count(hits)"] = result()
    scene = chain.scene()
    clue = only(examine(scene))
    assert clue.verdict is Verdict.BROKEN
    assert "none has a sample now" in clue.text
    assert is_gone(scene, scene.requests[0])


def test_without_a_rule_that_names_them_it_follows() -> None:
    chain = Chain()
    chain.drop("ConfigMap")
    chain.objects.append(config_map(RULES.replace("hits", "misses")))
    assert only(examine(chain.scene())).verdict is Verdict.FOLLOWS


def test_without_prometheus_or_rules_it_is_unknown() -> None:
    scene = Chain(prometheus=None).scene()
    assert only(examine(scene)).verdict is Verdict.UNKNOWN
    assert not is_gone(scene, scene.requests[0])
    chain = Chain()
    chain.drop("ConfigMap")
    assert only(examine(chain.scene())).verdict is Verdict.UNKNOWN
