"""Whose workload and whose rule is whose."""

from __future__ import annotations

import pytest

from hpa.checks.context import Context
from hpa.checks.reading import Source, gather
from hpa.checks.rules import read_rules
from octoscale.core import yamlio
from tests.hpa.checks import inputs


def context(*objects: inputs.Object, rules: str = "") -> Context:
    text = yamlio.dump_all(objects)
    found = gather([Source("f.yaml", text)])
    return Context(
        hpas=found.hpas,
        manifests=found.manifests,
        rules=read_rules(rules) if rules else None,
    )


def test_the_workload_of_the_same_namespace_wins() -> None:
    there = context(
        inputs.hpa(), inputs.workload(namespace=""), inputs.workload(replicas=4)
    )
    found = there.target(there.hpas[0])
    assert found is not None
    assert found.replicas == 4


@pytest.mark.parametrize(
    "others",
    [
        pytest.param([], id="none"),
        pytest.param([inputs.workload(namespace="b")], id="elsewhere"),
        pytest.param(
            [inputs.workload(replicas=1), inputs.workload(replicas=2)], id="twice"
        ),
    ],
)
def test_without_exactly_one_there_is_none(others: list[inputs.Object]) -> None:
    there = context(inputs.hpa(), *others)
    assert there.target(there.hpas[0]) is None


def test_custom_kinds_have_a_manifest_and_no_containers() -> None:
    rollout = inputs.other("argoproj.io/v1alpha1", "Rollout", "shop", "store", {})
    target = ("argoproj.io/v1alpha1", "Rollout", "shop")
    there = context(inputs.hpa(target=target), rollout)
    assert there.target_manifest(there.hpas[0]) is not None
    assert there.target(there.hpas[0]) is None


@pytest.mark.parametrize(
    ("version", "kubernetes", "minor"),
    [
        ("autoscaling/v2", None, 28),
        ("autoscaling/v2beta2", None, 25),
        ("autoscaling/v1", None, 25),
        ("autoscaling/v2", 31, 31),
    ],
)
def test_the_version_to_judge_by(
    version: str, kubernetes: int | None, minor: int
) -> None:
    there = context(inputs.hpa(version=version))
    named = Context(hpas=there.hpas, kubernetes=kubernetes)
    assert named.minor_for(there.hpas[0]) == minor


def test_the_later_rule_wins_and_a_pattern_comes_last() -> None:
    rules = """\
rules:
- {seriesQuery: m, metricsQuery: min(m)}
- {seriesQuery: m, metricsQuery: max(m)}
- {seriesQuery: '{__name__=~".+"}', metricsQuery: avg(m)}
"""
    there = context(inputs.hpa(inputs.pods("m"), inputs.pods("other")), rules=rules)
    both = [there.rule_of(metric) for metric in there.hpas[0].metrics]
    shapes = [rule.query.aggregation for rule in both if rule and rule.query]
    assert shapes == ["max", "avg"]
    resource = context(inputs.hpa(inputs.resource()), rules=rules)
    assert resource.rule_of(resource.hpas[0].metrics[0]) is None
