"""AR118: very many series or names."""

from __future__ import annotations

import pytest

from adapter_rules.checks.run import Surroundings
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.series import Series
from tests.adapter_rules.checks.inputs import found, rule


def findings(most_series: int = 100, most_names: int = 100) -> list[str]:
    known = [
        Series(f"shop_{number}", {"namespace": "a", "pod": pod})
        for number in range(3)
        for pod in ("x", "y")
    ]
    memory = MemoryPrometheus(known=known)
    around = Surroundings(
        prometheus=memory, most_series=most_series, most_names=most_names
    )
    wide = rule(series='{__name__=~"^shop_.*"}', as_="${0}")
    return [one.message for one in found("AR118", wide, around=around)]


@pytest.mark.parametrize(
    ("limits", "count"),
    [
        ({"most_series": 6, "most_names": 6}, 0),
        ({"most_series": 5}, 1),
        ({"most_names": 5}, 1),
    ],
)
def test_limits(limits: dict[str, int], count: int) -> None:
    assert len(findings(**limits)) == count


def test_what_it_costs_is_said() -> None:
    (message,) = findings(most_series=1)
    assert message == "the rule finds 6 series and lists about 6 API resources"


def test_without_a_prometheus_nothing_is_known() -> None:
    assert found("AR118", rule(), around=Surroundings(most_names=1)) == []
