"""Whether the API server takes a file, with the place of every refusal."""

from __future__ import annotations

import pytest

from hpa.acceptance import (
    Server,
    accepted,
    decoded,
    is_served,
    parse_gates,
    review,
)
from hpa.model.objects import Version, from_dict
from octoscale.core.errors import InputError, UsageError

HPA = """\
apiVersion: autoscaling/v2beta2
kind: HorizontalPodAutoscaler
metadata: {name: httpgo}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: httpgo}
  minReplicas: 1
  maxReplicas: 8
  metrics:
  - type: Pods
    pods:
      metric: {name: open_fds}
      target: {type: AverageValue, averageValue: 200}
"""
CONTAINER = """\
  - type: ContainerResource
    containerResource:
      name: cpu
      container: web
      target: {type: Utilization, averageUtilization: 50}
"""
OBJECT = """\
  - type: Object
    object:
      describedObject: {kind: Service, name: web}
      metric: {name: rps}
      target: {type: Value, value: 10}
"""


def reasons(text: str, server: Server | None = None) -> list[tuple[str, str, str]]:
    found = review(text, file="h.yaml", server=server or Server())
    return [
        (str(r.finding.place).removeprefix("h.yaml:"), r.field, r.type)
        for r in found.refusals
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            ("maxReplicas: 8", "maxReplicas: 0"),
            [
                ("7:16", "spec.maxReplicas", "FieldValueInvalid"),
                ("7:16", "spec.maxReplicas", "FieldValueInvalid"),
            ],
            id="a bound",
        ),
        pytest.param(
            ("averageValue: 200", "averageValue: -3"),
            [
                (
                    "12:50",
                    "spec.metrics[0].pods.target.averageValue",
                    "FieldValueInvalid",
                )
            ],
            id="a target",
        ),
        pytest.param(
            ("name: open_fds", "name: a/b"),
            [("11:22", "spec.metrics[0].pods.metric.name", "FieldValueInvalid")],
            id="a name",
        ),
        pytest.param(
            ("type: AverageValue, averageValue: 200", "type: AverageValue"),
            [
                (
                    "12:15",
                    "spec.metrics[0].pods.target.averageValue",
                    "FieldValueRequired",
                )
            ],
            id="what is absent stands at its parent",
        ),
        pytest.param(
            ("maxReplicas: 8", "maxReplicas: many"), [("7:16", "", "")], id="type"
        ),
        pytest.param(
            ("minReplicas", "minReplica"), [("6:3", "", "")], id="unknown field"
        ),
        pytest.param(("v2beta2", "v9"), [("1:13", "", "")], id="unknown version"),
        pytest.param(
            ("apiVersion: auto", "kind: [\nauto"), [("3:5", "", "")], id="no YAML"
        ),
    ],
)
def test_refusals_have_place_field_and_type(
    change: tuple[str, str], expected: list[tuple[str, str, str]]
) -> None:
    assert reasons(HPA.replace(*change)) == expected


def test_a_value_that_cannot_be_read_is_told_once() -> None:
    findings = review(
        HPA.replace("maxReplicas: 8", 'maxReplicas: "8"'), server=Server()
    ).refusals
    assert [refusal.finding.code for refusal in findings] == ["HP001"]


def test_what_is_valid_is_not_refused() -> None:
    assert reasons(HPA) == []
    (manifest,) = accepted(HPA, file="h.yaml")
    assert manifest.hpa.metadata.name == "httpgo"


@pytest.mark.parametrize(
    ("kubernetes", "refused"),
    [
        pytest.param("1.25", False, id="last with v2beta2"),
        pytest.param("1.26", True, id="first without"),
        pytest.param("1.11", True, id="before it"),
        pytest.param(None, False, id="nobody says"),
    ],
)
def test_a_version_that_the_named_kubernetes_does_not_serve(
    kubernetes: str | None, refused: bool
) -> None:
    found = reasons(HPA, Server(kubernetes=kubernetes))
    assert found == ([("1:13", "apiVersion", "")] if refused else [])


@pytest.mark.parametrize(
    ("version", "kubernetes", "served"),
    [
        pytest.param("v2beta1", "1.24", True, id="v2beta1 in 1.24"),
        pytest.param("v2beta1", "1.25", False, id="v2beta1 in 1.25"),
        pytest.param("v2", "1.22", False, id="v2 in 1.22"),
        pytest.param("v2", "1.23", True, id="v2 in 1.23"),
        pytest.param("v1", "1.40", True, id="v1 in 1.40"),
    ],
)
def test_which_versions_are_served(
    version: Version, kubernetes: str, served: bool
) -> None:
    kind = "HorizontalPodAutoscaler"
    hpa = from_dict({"apiVersion": f"autoscaling/{version}", "kind": kind})
    assert is_served(hpa, kubernetes) is served


@pytest.mark.parametrize(
    ("server", "field"),
    [
        pytest.param(
            Server(), "spec.metrics[1].containerResource", id="1.25, by default"
        ),
        pytest.param(Server(gates=(("HPAContainerMetrics", True),)), "", id="gate on"),
    ],
)
def test_container_metrics_depend_on_the_gate(server: Server, field: str) -> None:
    fields = [found[1] for found in reasons(HPA + CONTAINER, server)]
    assert fields == ([field] if field else [])


def test_container_metrics_are_there_in_later_versions() -> None:
    text = (HPA + CONTAINER).replace("v2beta2", "v2")
    assert reasons(text, Server(kubernetes="1.26")) != []
    assert reasons(text, Server(kubernetes="1.27")) == []


@pytest.mark.parametrize(
    ("server", "refused"),
    [
        pytest.param(Server(), True, id="by default"),
        pytest.param(Server(gates=(("HPAScaleToZero", True),)), False, id="gate on"),
    ],
)
def test_zero_replicas_depend_on_the_gate(server: Server, refused: bool) -> None:
    text = HPA.replace("minReplicas: 1", "minReplicas: 0") + OBJECT
    assert bool(reasons(text, server)) is refused


def test_those_who_only_want_to_understand_take_what_some_cluster_takes() -> None:
    text = HPA.replace("minReplicas: 1", "minReplicas: 0") + OBJECT + CONTAINER
    assert len(accepted(text)) == 1


def test_an_object_for_another_namespace_than_the_requests_is_fine_by_itself() -> None:
    text = HPA.replace("{name: httpgo}", "{name: httpgo, namespace: shop}")
    assert reasons(text, Server(namespace="other")) == []


@pytest.mark.parametrize("read", [accepted, decoded])
def test_a_file_without_an_hpa(read: object) -> None:
    with pytest.raises(InputError, match=r"f\.yaml:1:1: error HP011"):
        read("kind: Service\n", file="f.yaml")  # type: ignore[operator]  # parametrize types its rows as objects


def test_decoding_does_not_judge() -> None:
    (manifest,) = decoded(HPA.replace("maxReplicas: 8", "maxReplicas: 0"))
    assert manifest.hpa.spec.max_replicas == 0
    with pytest.raises(InputError, match="HP001"):
        decoded(HPA.replace("maxReplicas: 8", "maxReplicas: x"))


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        pytest.param({"Nope": "true"}, "no feature gate 'Nope'", id="unknown"),
        pytest.param({"HPAScaleToZero": "yes"}, "is true or false", id="no truth"),
    ],
)
def test_wrong_gates(texts: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        parse_gates(texts)
