"""A request is for objects, or for an external metric."""

from __future__ import annotations

from adapter_rules.request import MetricRequest
from adapter_rules.selector import EVERYTHING
from octoscale.kube.restmapper import PODS


def test_without_a_resource_it_is_external() -> None:
    assert MetricRequest(metric="m").is_external
    assert not MetricRequest(metric="m", group_resource=PODS).is_external


def test_it_selects_everything_unless_told() -> None:
    assert MetricRequest(metric="m").selector == EVERYTHING
