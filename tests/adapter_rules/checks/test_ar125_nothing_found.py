"""AR125: what the rule looks for is not there."""

from __future__ import annotations

import pytest

from adapter_rules.checks.run import Surroundings
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.series import Series
from tests.adapter_rules.checks.inputs import found, rule

KNOWN = [Series("shop_requests_total", {"kubernetes_pod_name": "a", "namespace": "b"})]


def findings(series: str, known: list[Series]) -> list[str]:
    around = Surroundings(prometheus=MemoryPrometheus(known=known))
    return [one.message for one in found("AR125", rule(series=series), around=around)]


def test_no_series() -> None:
    (message,) = findings("front_requests_total", KNOWN)
    assert message.startswith("no series of the last 10 minutes")


def test_a_label_that_no_series_has() -> None:
    assert findings("shop_requests_total", KNOWN) == [
        "none of 1 series has the label 'pod'"
    ]


@pytest.mark.parametrize("series", ["up{", ""])
def test_refused_queries_are_told_elsewhere(series: str) -> None:
    assert findings(series, KNOWN) == []


def test_without_a_prometheus_nothing_is_known() -> None:
    assert found("AR125", rule()) == []
