"""One metric through the whole chain, on real parts: a process under load.

Demo service under hey, the process exporter, a real Prometheus, the authors' own
adapter config and HPA, preview, decision; then the service is killed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e import chain
from tests.reference import reference

if TYPE_CHECKING:
    from pathlib import Path

    from tests.prometheus_plugin import LivePrometheus

METRIC = "jobs.batch/myapphttp_process_open_fds"
AUTHORS_JOB = "httpgo-pod"
OWN_JOB = "web-pod"
TARGET_MILLI = 200_000

OWN_RULES = """\
rules:
- seriesQuery: myapphttp_process_open_fds
  resources:
    template: <<.Resource>>
  name:
    matches: ^(.*)$
    as: ${1}
  metricsQuery: avg(<<.Series>>) by (job)
"""
OWN_HPA = """\
apiVersion: autoscaling/v2beta2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: http}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 1
  maxReplicas: 10
  metrics:
  - type: Object
    object:
      metric: {name: myapphttp_process_open_fds}
      describedObject: {apiVersion: batch/v1, kind: Job, name: web-pod}
      target: {type: Value, value: 200}
"""


@pytest.fixture(params=["authors", "own"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str, str]:
    """Give an adapter config, an HPA and the job that it describes."""
    if request.param == "authors":
        folder = reference("real", "configs", "prometheus-hpa_6b1c335")
        hpa = folder / "manifests_no_configs" / "hpa_httpgo.yaml"
        rules = folder / "configs" / "prometheus_adapter.yml"
        return rules, hpa.read_text(), AUTHORS_JOB
    rules = tmp_path / "rules.yaml"
    rules.write_text(OWN_RULES)
    return rules, OWN_HPA, OWN_JOB


def test_load_shows_in_the_decision_and_death_as_absence(
    live_prometheus: LivePrometheus, files: tuple[Path, str, str]
) -> None:
    rules, hpa, job = files
    live = f'myapphttp_process_open_fds{{job="{job}"}}'
    with chain.demo_service() as (service, url):
        watched = ("process", "--pid", str(service.pid), "--prefix", "myapphttp")
        with (
            chain.exporter(*watched) as address,
            live_prometheus.scrape(address, job=job, kubernetes_namespace="http"),
        ):
            with chain.hey(url, clients=300, per_second=2):
                live_prometheus.wait_for(f"{live} > 300")
                shown = chain.preview(rules, live_prometheus.url)
            value = chain.value_of(shown, METRIC, job)
            assert value is not None
            assert 300 < value.milli_value / 1000 < 320
            decision = chain.decided(hpa, chain.object_reading(value))
            assert decision.rescale
            assert decision.replicas == chain.demanded(value, TARGET_MILLI) == 2

            service.kill()
            live_prometheus.wait_for(f'myapphttp_up{{job="{job}"}} == 0')
            live_prometheus.wait_for(f"absent({live})")
            gone = chain.preview(rules, live_prometheus.url)
            assert chain.value_of(gone, METRIC, job) is None
            held = chain.decided(hpa, chain.object_reading(None), replicas=4)
            assert not held.rescale
            reasons = {c.type: (c.status, c.reason) for c in held.conditions}
            assert reasons["ScalingActive"] == ("False", "FailedGetObjectMetric")
