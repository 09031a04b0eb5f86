"""AR104: a counter as it stands."""

from __future__ import annotations

import pytest

from adapter_rules.checks.run import Surroundings
from adapter_rules.prometheus.base import Metadata
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.series import Series
from tests.adapter_rules.checks.inputs import PLAIN, found, rule


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("sum(S{L}) by (G)", id="a sum"),
        pytest.param("max(shop_errors_total{L}) by (G)", id="by its own name"),
        pytest.param("avg(avg_over_time(S{L}[5m])) by (G)", id="an average over time"),
    ],
)
def test_it_is_found(value: str) -> None:
    assert len(found("AR104", rule(value))) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("sum(rate(S{L}[2m])) by (G)", id="a rate"),
        pytest.param("sum(increase(S{L}[2m])) by (G)", id="an increase"),
        pytest.param("count(S{L}) by (G)", id="how many"),
        pytest.param("sum(shop_jobs{L}) by (G)", id="a gauge"),
    ],
)
def test_it_is_fine(value: str) -> None:
    assert found("AR104", rule(value)) == []


def test_metadata_knows_better_than_names() -> None:
    memory = MemoryPrometheus(
        known=[Series("shop_reads", {"pod": "a"}), Series("shop_now_total", {})],
        descriptions={
            "shop_reads": Metadata("counter"),
            "shop_now_total": Metadata("gauge"),
        },
    )
    around = Surroundings(prometheus=memory)
    (finding,) = found("AR104", rule(PLAIN, series="shop_reads"), around=around)
    assert "by its metadata" in finding.message
    assert found("AR104", rule(PLAIN, series="shop_now_total"), around=around) == []
