"""The service's section: what it refuses, and its defaults."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from simulator.sections.service import ExposedSeries, ServiceSection

HITS = ExposedSeries(name="hits")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param({"series": ()}, "at least one series", id="no series"),
        pytest.param({"series": (HITS, HITS)}, "same name and labels", id="twice"),
        pytest.param({"cpu": "fast"}, "not a quantity", id="cpu"),
        pytest.param({"memory": "1 GB"}, "not a quantity", id="memory"),
        pytest.param({"replicas": 0}, "greater than or equal to 1", id="no replica"),
        pytest.param({"name": ""}, "at least 1 character", id="no name"),
    ],
)
def test_what_no_service_has_is_refused(fields: dict[str, Any], message: str) -> None:
    given = {"name": "web", "series": (HITS,), **fields}
    with pytest.raises(ValidationError, match=message):
        ServiceSection(**given)


@pytest.mark.parametrize(
    ("base", "per_load"),
    [pytest.param(0.0, -1.0, id="falling"), pytest.param(-1.0, 1.0, id="below zero")],
)
def test_a_counter_cannot_fall(base: float, per_load: float) -> None:
    gauge = ExposedSeries(name="x", kind="gauge", base=base, per_load=per_load)
    assert gauge.per_load == per_load
    with pytest.raises(ValidationError, match="a counter only grows"):
        ExposedSeries(name="x", kind="counter", base=base, per_load=per_load)


def test_the_same_series_may_come_with_other_labels() -> None:
    other = ExposedSeries(name="hits", labels={"code": "500"})
    assert len(ServiceSection(name="web", series=(HITS, other)).series) == 2


def test_pods_are_labelled_with_their_service_unless_told_otherwise() -> None:
    assert ServiceSection(name="web", series=(HITS,)).pod_labels == {"app": "web"}
    labels = {"tier": "front", "app": "shop"}
    named = ServiceSection(name="web", series=(HITS,), labels=labels)
    assert list(named.pod_labels.items()) == [("app", "shop"), ("tier", "front")]
