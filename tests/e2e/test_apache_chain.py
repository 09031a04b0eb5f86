"""The same chain for a web server: a real Apache, a rate rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e import chain
from tests.reference import reference

if TYPE_CHECKING:
    from pathlib import Path

    from tests.apache_plugin import RunningApache
    from tests.prometheus_plugin import LivePrometheus

METRIC = "jobs.batch/apache_accesses_per_second"
JOB = "apache_and_exporter-pod"
TARGET_MILLI = 500

OWN_RULES = """\
rules:
- seriesQuery: apache_accesses_total
  resources:
    template: <<.Resource>>
  name:
    matches: ^(.*)_total$
    as: ${1}_per_second
  metricsQuery: avg(rate(<<.Series>>[10s])) by (job)
"""
OWN_HPA = """\
apiVersion: autoscaling/v2beta2
kind: HorizontalPodAutoscaler
metadata: {name: front, namespace: frontend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: front}
  minReplicas: 1
  maxReplicas: 10
  metrics:
  - type: Object
    object:
      metric: {name: apache_accesses_per_second}
      describedObject: {apiVersion: batch/v1, kind: Job, name: apache_and_exporter-pod}
      target: {type: Value, value: 500m}
"""


@pytest.fixture(params=["authors", "own"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """Give an adapter config and an HPA: the authors' own, and an equivalent."""
    if request.param == "authors":
        folder = reference("real", "configs", "prometheus-hpa_6b1c335")
        hpa = folder / "manifests_no_configs" / "hpa_httpd.yaml"
        return folder / "configs" / "prometheus_adapter.yml", hpa.read_text()
    return _own(tmp_path), OWN_HPA


def _own(folder: Path) -> Path:
    rules = folder / "rules.yaml"
    rules.write_text(OWN_RULES)
    return rules


def test_requests_show_as_a_rate_and_a_stopped_server_as_absence(
    live_prometheus: LivePrometheus,
    apache: RunningApache,
    files: tuple[Path, str],
    tmp_path: Path,
) -> None:
    rules, hpa = files
    selector = f'apache_accesses_total{{job="{JOB}"}}'
    with (
        chain.exporter("apache", "--uri", apache.status_uri) as address,
        live_prometheus.scrape(address, job=JOB, kubernetes_namespace="frontend"),
    ):
        with chain.hey(f"{apache.url}/hello", clients=10, per_second=20):
            live_prometheus.wait_for(f"rate({selector}[5m]) > 1")
            shown = chain.preview(rules, live_prometheus.url)
        value = chain.value_of(shown, METRIC, JOB)
        assert value is not None
        assert value.milli_value > 1000
        decision = chain.decided(hpa, chain.object_reading(value))
        assert decision.rescale
        assert decision.replicas == chain.demanded(value, TARGET_MILLI)
        assert decision.replicas is not None
        assert decision.replicas >= 3

        apache.stop()
        live_prometheus.wait_for(f'apache_up{{job="{JOB}"}} == 0')
        live_prometheus.wait_for(f"absent(rate({selector}[10s]))")
        gone = chain.preview(_own(tmp_path), live_prometheus.url)
        assert chain.value_of(gone, METRIC, JOB) is None
