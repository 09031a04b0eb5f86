"""Rules that read across namespaces are refused unless somebody allows them."""

from __future__ import annotations

import pytest

from adapter_rules.server.policy import COMPAT, Policy
from tests.adapter_rules.server.site import (
    CUSTOM,
    EXTERNAL,
    FakePrometheus,
    sample,
    site,
    vector,
)

ONE = f"{CUSTOM}/namespaces/shop/pods/web-0/hits"
DEPTH = f"{EXTERNAL}/namespaces/shop/depth"
ANSWER = vector(sample(1, pod="web-0"))
OVERRIDES = "{overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}"


def custom(query: str) -> str:
    return (
        f"rules:\n- seriesQuery: hits\n  resources: {OVERRIDES}\n"
        f"  metricsQuery: '{query}'\n"
    )


def external(query: str, *, namespaced: str = "true") -> str:
    resources = f"{{namespaced: {namespaced}, overrides: "
    resources += "{namespace: {resource: namespace}}}"
    return (
        f"externalRules:\n- seriesQuery: depth\n  resources: {resources}\n"
        f"  metricsQuery: '{query}'\n"
    )


@pytest.mark.parametrize(
    ("rules", "target"),
    [
        pytest.param(custom("avg(<<.Series>>) by (pod)"), ONE, id="no matchers"),
        pytest.param(
            custom("sum(hits{<<.LabelMatchers>>}) by (pod) / scalar(sum(other))"),
            ONE,
            id="one selector without",
        ),
        pytest.param(
            external("sum(depth{<<.LabelMatchers>>})", namespaced="false"),
            DEPTH,
            id="external, not namespaced",
        ),
    ],
)
def test_what_crosses_is_refused_and_can_be_allowed_by_name(
    rules: str, target: str
) -> None:
    prometheus = FakePrometheus(ANSWER)
    with site(prometheus, rules=rules) as server:
        answer = server.ask("GET", target)
        assert (answer.status, answer.data["reason"]) == (403, "Forbidden")
        assert prometheus.asked == []
    for policy in (
        COMPAT,
        Policy(across_namespaces=frozenset({"*"})),
        Policy(across_namespaces=frozenset({"hits", "depth"})),
    ):
        with site(prometheus, rules=rules, policy=policy) as server:
            assert server.ask("GET", target).status == 200


@pytest.mark.parametrize(
    ("rules", "target"),
    [
        pytest.param(custom("sum(hits{<<.LabelMatchers>>}) by (pod)"), ONE, id="bound"),
        pytest.param(
            external("sum(depth{<<.LabelMatchers>>})"), DEPTH, id="bound external"
        ),
        pytest.param(external("vector(1)"), DEPTH, id="reads nothing"),
        pytest.param(
            custom("sum(hits{<<.LabelMatchers>>}) by (namespace)"),
            f"{CUSTOM}/namespaces/shop/metrics/hits",
            id="of the namespace itself",
        ),
    ],
)
def test_what_stays_in_its_namespace_is_served(rules: str, target: str) -> None:
    both = vector(sample(1, pod="web-0", namespace="shop"))
    with site(FakePrometheus(both), rules=rules) as server:
        assert server.ask("GET", target).status == 200
