"""``octoscale hpa build``, as people call it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hpa.manifests import load, to_dict
from octoscale.cli.app import main
from octoscale.core import yamlio
from octoscale.service.example import example
from octoscale.service.file import load as load_service

if TYPE_CHECKING:
    from pathlib import Path


def build(*words: object) -> int:
    return main(["hpa", "build", *map(str, words)])


def built(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    assert build(*words) == 0
    value: dict[str, Any] = yamlio.load(capsys.readouterr().out).value
    return value


def test_the_papers_hpa(capsys: pytest.CaptureFixture[str]) -> None:
    pods = "--pods=myapphttp_process_open_fds=200"
    assert build("deployment/httpgo", "--max", "8", pods, "-n", "http") == 0
    assert (
        capsys.readouterr().out
        == """\
apiVersion: autoscaling/v2beta2
kind: HorizontalPodAutoscaler
metadata:
  name: httpgo
  namespace: http
spec:
  scaleTargetRef:
    kind: Deployment
    name: httpgo
    apiVersion: apps/v1
  minReplicas: 1
  maxReplicas: 8
  metrics:
  - type: Pods
    pods:
      metric:
        name: myapphttp_process_open_fds
      target:
        type: AverageValue
        averageValue: '200'
"""
    )


def test_every_kind_of_metric_in_the_order_of_the_types(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = [
        *("deployment/web", "--max", "9", "--min", "2", "--name", "web-hpa"),
        *("--resource", "cpu=80%", "--resource", "memory=300Mi"),
        *("--container-resource", "web:cpu=50%"),
        *("--external", "queue{topic=work}=avg:30"),
        *("--object", "ingress/main:requests=10k"),
        *("--pods", "requests=5", "--behavior", "slow-up"),
    ]
    value = built(capsys, *words)
    assert [metric["type"] for metric in value["spec"]["metrics"]] == [
        *("Pods", "Object", "External", "Resource", "Resource", "ContainerResource")
    ]
    assert value["metadata"]["name"] == "web-hpa"
    assert value["spec"]["behavior"]["scaleUp"]["policies"][0]["periodSeconds"] == 300
    assert load(yamlio.dump(value))[0].spec.min_replicas == 2


@pytest.mark.parametrize(
    ("version", "api_version"),
    [
        pytest.param("1.23", "autoscaling/v2beta2", id="1.23"),
        pytest.param("1.26", "autoscaling/v2", id="1.26"),
    ],
)
def test_the_kubernetes_version_decides_the_api_version(
    version: str, api_version: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["deployment/web", "--max", 8, "--pods", "x=1", "--kube-version", version]
    assert built(capsys, *words)["apiVersion"] == api_version


def test_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert build("deployment/web", "--max", 8, "--pods", "x=1", "-o", "json") == 0
    assert json.loads(capsys.readouterr().out)["spec"]["maxReplicas"] == 8


def test_from_a_service_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "octoscale.yaml"
    file.write_text(example("shop"))
    expected = to_dict(load_service(example("shop")).hpa)
    assert built(capsys, "--from", file) == expected
    other = built(capsys, "--from", file, "--kube-version", "1.29")
    assert other["apiVersion"] == "autoscaling/v2"


def test_from_zero_needs_a_metric_that_is_there_without_pods(
    capsys: pytest.CaptureFixture[str],
) -> None:
    value = built(
        capsys, "deployment/web", "--min", 0, "--max", 8, "--external", "queue=30"
    )
    assert value["spec"]["minReplicas"] == 0
    assert build("deployment/web", "--min", 0, "--max", 8, "--pods", "x=1") == 2
    assert "Object or External" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param([], "what is to be scaled", id="nothing"),
        pytest.param(["deployment/web"], "how many replicas", id="no maximum"),
        pytest.param(["web", "--max", "8"], "expected KIND/NAME", id="no kind"),
        pytest.param(["deployment/web", "--max", "8"], "at least one", id="no metric"),
        pytest.param(
            ["deployment/web", "--max", "8", "--pods", "x"], "NAME=200", id="metric"
        ),
        pytest.param(
            ["deployment/web", "--max", "1", "--min", "2", "--pods", "x=1"],
            "minReplicas",
            id="bounds",
        ),
        pytest.param(
            ["deployment/web", "--max", "8", "--pods", "x=1", "--behavior", "wild"],
            "no preset 'wild'",
            id="preset",
        ),
        pytest.param(
            ["--from", "x.yaml", "--max", "8"], "everything from the service", id="both"
        ),
        pytest.param(
            ["deployment/web", "--from", "x.yaml"],
            "everything from the",
            id="and target",
        ),
        pytest.param(["--from", "/none.yaml"], "/none.yaml", id="no file"),
    ],
)
def test_what_cannot_be_is_2(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(*words) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert message in shown.err
