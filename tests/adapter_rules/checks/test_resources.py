"""Overrides of resources that the cluster is not known to have."""

from __future__ import annotations

import pytest

from adapter_rules.checks.resources import mapper_for
from adapter_rules.checks.run import Surroundings
from octoscale.core.finding import Severity
from octoscale.kube.restmapper import GroupResource, NoMatchError
from tests.adapter_rules.checks.inputs import found, overrides, rule


@pytest.mark.parametrize(
    ("resource", "severity"),
    [
        pytest.param("po", Severity.ERROR, id="a short name"),
        pytest.param("networking.k8s.io/gizmo", Severity.ERROR, id="not in the group"),
        pytest.param("kafka.strimzi.io/topic", Severity.WARNING, id="may be custom"),
    ],
)
def test_they_are_told(resource: str, severity: Severity) -> None:
    (finding,) = found("AR001", rule(resources=overrides(thing=resource)))
    assert finding.severity is severity


def test_custom_ones_that_are_named_are_known() -> None:
    around = Surroundings(mapper=mapper_for(namespaced=["topics.kafka.strimzi.io"]))
    mapping = overrides(namespace="namespace", thing="kafka.strimzi.io/topic")
    assert found("AR001", rule(resources=mapping), around=around) == []


@pytest.mark.parametrize(
    ("name", "minor"), [("ingress", 22), ("deployment", 16), ("replicaset", 16)]
)
def test_extensions_are_gone_from_some_version_on(name: str, minor: int) -> None:
    wanted = GroupResource("extensions", name)
    assert mapper_for(minor - 1).resource_for(wanted).group == "extensions"
    with pytest.raises(NoMatchError):
        mapper_for(minor).resource_for(wanted)
