"""The walk over all links of a chain in memory."""

from __future__ import annotations

import copy

import pytest

from adapter_rules.errors import PrometheusUnreachableError
from adapter_rules.prometheus.memory import MemoryPrometheus
from octoscale.core.errors import InputError, UsageError
from octoscale.doctor.clue import Verdict
from octoscale.doctor.links import LINKS
from tests.octoscale.doctor.chains import RULES, Chain


def test_a_chain_that_holds_is_healthy_at_every_link() -> None:
    (found,) = Chain().diagnose(name="web")
    assert found.root is None
    assert [clue.link for clue in found.clues] == [link.name for link in LINKS]
    assert {clue.verdict for clue in found.clues} == {Verdict.OK}, found.clues


def test_without_a_name_all_hpas_are_looked_at() -> None:
    chain = Chain()
    second = copy.deepcopy(chain.hpa)
    second["metadata"]["name"] = "second"
    second["spec"]["scaleTargetRef"]["name"] = "gone"
    chain.objects.append(second)
    found = {one.name: one.root for one in chain.diagnose()}
    assert found["web"] is None
    assert found["second"] is not None
    assert found["second"].link == "pods"


def test_an_unknown_name_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="no HPA 'wbe'") as caught:
        Chain().diagnose(name="wbe")
    assert "web" in caught.value.hint


def test_a_config_that_is_named_goes_before_the_cluster_s() -> None:
    chain = Chain()
    chain.drop("ConfigMap")
    (found,) = chain.diagnose(config=("rules.yaml", RULES))
    rule = next(one for one in found.clues if one.link == "rule")
    assert rule.verdict is Verdict.OK
    assert "rules.yaml" in rule.text


def test_a_named_config_that_is_none_is_told() -> None:
    with pytest.raises(InputError):
        Chain().diagnose(config=("rules.yaml", "rules: [{seriesQry: up}]"))


def test_without_prometheus_its_links_are_unknown_and_the_rest_is_told() -> None:
    (found,) = Chain(prometheus=None).diagnose()
    unknown = {one.link for one in found.clues if one.verdict is Verdict.UNKNOWN}
    assert unknown == {"promql", "series", "scrape", "exporter", "labels"}
    assert found.is_healthy


def test_a_prometheus_that_does_not_answer_ends_it_at_once() -> None:
    class Away(MemoryPrometheus):
        def version(self) -> str:
            raise PrometheusUnreachableError("no answer")

    with pytest.raises(PrometheusUnreachableError):
        Chain(prometheus=Away()).diagnose()
