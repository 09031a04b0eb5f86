"""Workloads, leniently read."""

from __future__ import annotations

from hpa.checks.manifest import Manifest
from hpa.checks.workloads import Workload, amounts, workload
from octoscale.core import yamlio
from octoscale.core.quantity import Quantity
from tests.hpa.checks import inputs


def read(value: inputs.Object, *limit_ranges: inputs.Object) -> Workload:
    ranges = [Manifest(yamlio.load(yamlio.dump(each))) for each in limit_ranges]
    return workload(Manifest(yamlio.load(yamlio.dump(value))), ranges)


def test_totals_count_every_container_or_the_named_one() -> None:
    both = read(
        inputs.workload(
            inputs.container("a", requests={"cpu": "500m"}, limits={"cpu": "1"}),
            inputs.container("b", limits={"cpu": "250m"}),
        )
    )
    assert both.total("requests", "cpu") == Quantity.parse("750m")
    assert both.total("limits", "cpu") == Quantity.parse("1250m")
    assert both.total("requests", "cpu", "b") == Quantity.parse("250m")
    assert both.total("requests", "memory") is None
    assert both.total("requests", "cpu", "c") is None


def test_a_limit_range_fills_in_what_the_container_leaves_out() -> None:
    item = {
        "type": "Container",
        "default": {"cpu": "2", "memory": "1Gi"},
        "defaultRequest": {"cpu": "100m"},
    }
    ranges = inputs.other("v1", "LimitRange", "l", "store", {"limits": [item, 1]})
    found = read(inputs.workload(inputs.container(limits={"cpu": "1"})), ranges)
    (container,) = found.containers
    assert container.requests["cpu"] == Quantity.parse("1")
    assert container.limits["cpu"] == Quantity.parse("1")
    assert container.requests["memory"] == Quantity.parse("1Gi")


def test_wrong_types_count_as_absent() -> None:
    broken = read(inputs.workload({"name": 1, "resources": 2, "command": "x"}))
    assert broken.containers[0].name == ""
    assert broken.containers[0].requests == {}
    assert broken.containers[0].command_line == ()
    assert read({"kind": "Deployment", "spec": 3}).containers == ()
    assert read(inputs.workload(replicas=True)).replicas is None
    assert read(inputs.workload(replicas=3)).replicas == 3


def test_amounts_leave_out_what_is_none() -> None:
    assert amounts({"cpu": 0.5, "memory": "x", "pods": True}) == {
        "cpu": Quantity.parse("0.5")
    }
    assert amounts("cpu") == {}
