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
AUTHORS_JOB = "apache_and_exporter-pod"
OWN_JOB = "front-pod"
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
      describedObject: {apiVersion: batch/v1, kind: Job, name: front-pod}
      target: {type: Value, value: 500m}
"""


@pytest.fixture(params=["authors", "own"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str, str]:
    """Give an adapter config, an HPA and the job that it describes."""
    if request.param == "authors":
        folder = reference("real", "configs", "prometheus-hpa_6b1c335")
        hpa = folder / "manifests_no_configs" / "hpa_httpd.yaml"
        rules = folder / "configs" / "prometheus_adapter.yml"
        return rules, hpa.read_text(), AUTHORS_JOB
    return _own(tmp_path), OWN_HPA, OWN_JOB


def _own(folder: Path) -> Path:
    rules = folder / "rules.yaml"
    rules.write_text(OWN_RULES)
    return rules


def test_requests_show_as_a_rate_and_a_stopped_server_as_absence(
    live_prometheus: LivePrometheus,
    apache: RunningApache,
    files: tuple[Path, str, str],
    tmp_path: Path,
) -> None:
    rules, hpa, job = files
    selector = f'apache_accesses_total{{job="{job}"}}'
    with (
        chain.exporter("apache", "--uri", apache.status_uri) as address,
        live_prometheus.scrape(address, job=job, kubernetes_namespace="frontend"),
    ):
        with chain.hey(f"{apache.url}/hello", clients=10, per_second=20):
            # The rendered query averages over the window that its rule names.
            for window in ("5m", "10s"):
                live_prometheus.wait_for(f"rate({selector}[{window}]) > 1.5")
            shown = chain.preview(rules, live_prometheus.url)
        value = chain.value_of(shown, METRIC, job)
        assert value is not None
        assert value.milli_value > 1000
        decision = chain.decided(hpa, chain.object_reading(value))
        assert decision.rescale
        assert decision.replicas == chain.demanded(value, TARGET_MILLI)
        assert decision.replicas is not None
        assert decision.replicas >= 3

        apache.stop()
        live_prometheus.wait_for(f'apache_up{{job="{job}"}} == 0')
        live_prometheus.wait_for(f"absent(rate({selector}[10s]))")
        gone = chain.preview(_own(tmp_path), live_prometheus.url)
        assert chain.value_of(gone, METRIC, job) is None
