"""Files of HPAs converted, with one report."""

from __future__ import annotations

import json

from hpa.acceptance import decoded
from hpa.conversion import to_keda, to_version
from hpa.manifests import load
from octoscale.core import yamlio
from tests.hpa.keda.samples import config

FILE = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: a, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  maxReplicas: 8
  metrics:
  - type: Pods
    pods:
      metric: {name: open_fds}
      target: {type: AverageValue, averageValue: 200}
  behavior:
    scaleUp:
      tolerance: 500m
---
apiVersion: autoscaling/v2beta2
kind: HorizontalPodAutoscaler
metadata: {name: b, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  maxReplicas: 8
  metrics:
  - type: Resource
    resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
  - type: Resource
    resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
"""


def test_all_objects_of_a_file_in_one_version() -> None:
    report = to_version(decoded(FILE, file="f.yaml"), "v2beta2")
    assert [m["apiVersion"] for m in report.manifests] == ["autoscaling/v2beta2"] * 2
    assert report.loss_lines() == [
        "f.yaml:14:18: lost: spec.behavior.scaleUp.tolerance: dropped '500m'"
    ]
    assert report.plan == report.notes == ()


def test_what_was_converted_can_be_read_again() -> None:
    report = to_version(decoded(FILE), "v1")
    again = load(yamlio.dump_all(report.manifests))
    assert [hpa.metadata.name for hpa in again] == ["a", "b"]
    assert any(loss.path == "spec.metrics[1]" for loss in report.losses)


def test_the_report_is_plain_data() -> None:
    report = to_version(decoded(FILE, file="f.yaml"), "v2beta2")
    value = json.loads(json.dumps(report.to_dict()))
    assert value["losses"] == [
        {
            "name": "a",
            "file": "f.yaml",
            "line": 14,
            "column": 18,
            "path": "spec.behavior.scaleUp.tolerance",
            "text": "spec.behavior.scaleUp.tolerance: dropped '500m'",
            "change": "dropped",
            "before": "500m",
            "after": None,
        }
    ]


def test_keda_comes_with_places_a_plan_and_what_is_left_to_fill_in() -> None:
    report = to_keda(decoded(FILE, file="f.yaml"), config=config())
    assert [m["kind"] for m in report.manifests] == ["ScaledObject"] * 2
    assert {str(loss.place) for loss in report.losses} == {"f.yaml:8:5"}
    assert report.plan[1].startswith("1. Look who depends")
    assert "--prometheus" in report.notes[0]
    value = json.loads(json.dumps(report.to_dict()))
    assert value["losses"][0]["dropped"] is False
    assert value["plan"]


def test_with_an_address_nothing_is_left_to_fill_in() -> None:
    report = to_keda(decoded(FILE), config=config(), server_address="http://p:9090")
    assert report.notes == ()
