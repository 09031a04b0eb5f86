"""The query behind the metric."""

from __future__ import annotations

from octoscale.doctor.clue import Verdict
from octoscale.doctor.links.promql import examine
from tests.octoscale.doctor.chains import QUERY, Chain, only, result, told


def test_the_query_and_its_values_are_shown() -> None:
    clue = only(examine(Chain().scene()))
    assert clue.verdict is Verdict.OK
    assert clue.text == "the query gives web0: 10; web1: 10"
    assert clue.evidence == (QUERY,)


def test_a_query_without_samples_is_broken() -> None:
    chain = Chain()
    chain.memory.results[QUERY] = result()
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.BROKEN
    assert "gives no sample" in clue.text
    assert QUERY in clue.evidence


def test_a_value_that_is_no_number_is_broken() -> None:
    chain = Chain()
    chain.memory.results[QUERY] = result(web0=float("nan"), web1=1)
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.BROKEN
    assert "NaN" in told(clue)


def test_where_the_rule_is_broken_no_query_comes_about() -> None:
    chain = Chain()
    chain.memory.known = []
    assert only(examine(chain.scene())).verdict is Verdict.FOLLOWS


def test_without_prometheus_or_rule_it_is_unknown() -> None:
    assert only(examine(Chain(prometheus=None).scene())).verdict is Verdict.UNKNOWN
    chain = Chain()
    chain.drop("ConfigMap")
    assert only(examine(chain.scene())).verdict is Verdict.UNKNOWN
