"""Labels that hold the names of objects."""

from __future__ import annotations

import pytest

from adapter_rules.known_objects import Proposal, known_objects, propose
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.series import Series

OBJECTS = {
    "namespaces": frozenset({"shop"}),
    "pods": frozenset({"web-0", "web-1"}),
    "services": frozenset({"web"}),
}


def labels_of(labels: dict[str, str], *, known: bool = True) -> tuple[str | None, ...]:
    proposal = propose([Series("m", labels)], OBJECTS if known else {})
    assert isinstance(proposal, Proposal)
    association = proposal.association
    return association.namespace_label, association.object_label, association.kind


def test_lists_come_from_kube_state_metrics() -> None:
    known = [
        Series("kube_pod_info", {"namespace": "shop", "pod": "web-0"}),
        Series("kube_service_info", {"namespace": "shop", "service": "web"}),
    ]
    assert known_objects(MemoryPrometheus(known=known), now=0.0) == {
        "pods": frozenset({"web-0"}),
        "services": frozenset({"web"}),
    }


@pytest.mark.parametrize(
    ("labels", "chosen"),
    [
        pytest.param(
            {"a": "shop", "b": "web-1"}, ("a", "b", "pods"), id="by their values"
        ),
        pytest.param(
            {"namespace": "shop", "pod": "gone-0", "svc": "web"},
            ("namespace", "svc", "object"),
            id="a pod that is not there",
        ),
        pytest.param(
            {"namespace": "shop", "pod": "web-0", "exported_pod": "web-1"},
            ("namespace", "exported_pod", "pods"),
            id="the metric's own",
        ),
        pytest.param(
            {"namespace": "shop", "queue": "mail"},
            ("namespace", None, "external"),
            id="nobody's",
        ),
    ],
)
def test_with_lists(labels: dict[str, str], chosen: tuple[str | None, ...]) -> None:
    assert labels_of(labels) == chosen


def test_without_lists_usual_names_are_guessed() -> None:
    labels = {"kubernetes_namespace": "x", "kubernetes_pod_name": "y", "job": "z"}
    assert labels_of(labels, known=False) == (
        "kubernetes_namespace",
        "kubernetes_pod_name",
        "pods",
    )


def test_one_value_that_is_no_object_is_enough_against_a_label() -> None:
    series = [
        Series("m", {"namespace": "shop", "who": name}) for name in ("web-0", "other")
    ]
    proposal = propose(series, OBJECTS)
    assert isinstance(proposal, Proposal)
    assert proposal.association.kind == "external"


def test_without_a_namespace_there_is_a_reason() -> None:
    assert "no label holds a namespace" in str(propose([Series("m", {})], OBJECTS))
