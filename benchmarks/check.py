"""How long a tree of 200 files of manifests is checked: less than 3 s, all in all.

Judged by processor time, which other work on the machine disturbs least; there is
one thread, so a free machine takes hardly longer.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import best_seconds, report
from octoscale.check.run import check_paths

FILES = 200
MOST_SECONDS = 3.0

MANIFESTS = """\
apiVersion: v1
kind: Service
metadata:
  name: svc-{i}
  namespace: ns-{n}
spec:
  selector: {{app: svc-{i}}}
  ports:
  - {{port: 80, targetPort: 8080, name: http}}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: svc-{i}
  namespace: ns-{n}
data:
  run.sh: |
    #!/bin/sh
    exec /opt/svc-{i}/run --port 8080
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: svc-{i}
  namespace: ns-{n}
spec:
  selector:
    matchLabels: {{app: svc-{i}}}
  template:
    metadata:
      labels: {{app: svc-{i}}}
      annotations:
        prometheus.io/scrape: "true"
        prometheus.io/port: "9117"
    spec:
      containers:
      - name: svc
        image: registry.example/svc-{i}:1
        command: [/bin/sh, -c, /opt/run.sh]
        ports:
        - {{containerPort: 8080, name: http}}
        - {{containerPort: 9117, name: metrics}}
        resources:
          requests: {{cpu: 100m, memory: 128Mi}}
          limits: {{cpu: "1", memory: 512Mi}}
        volumeMounts:
        - {{name: config, mountPath: /opt}}
      volumes:
      - name: config
        configMap: {{name: svc-{i}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: svc-{i}
  namespace: ns-{n}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: svc-{i}
  minReplicas: 1
  maxReplicas: 8
  metrics:
  - type: Pods
    pods:
      metric: {{name: svc_requests_per_second}}
      target: {{type: AverageValue, averageValue: "100"}}
"""
RULES = """\
rules:
- seriesQuery: svc_requests_total{namespace!="",pod!=""}
  resources:
    overrides: {namespace: {resource: namespace}, pod: {resource: pod}}
  name: {matches: ^(.*)_total$, as: "${1}_per_second"}
  metricsQuery: sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)
"""
PROMETHEUS = r"""
global: {scrape_interval: 15s}
scrape_configs:
- job_name: pods
  kubernetes_sd_configs: [{role: pod}]
  relabel_configs:
  - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape]
    action: keep
    regex: true
  - source_labels: [__address__, __meta_kubernetes_pod_annotation_prometheus_io_port]
    regex: ([^:]+)(?::\d+)?;(\d+)
    replacement: $1:$2
    target_label: __address__
  - {source_labels: [__meta_kubernetes_namespace], target_label: namespace}
  - {source_labels: [__meta_kubernetes_pod_name], target_label: pod}
"""


def main() -> None:
    """Print the figures, with the start of the program and without."""
    with tempfile.TemporaryDirectory() as folder:
        for index in range(FILES):
            text = MANIFESTS.format(i=index, n=index % 20)
            (Path(folder) / f"{index:03}.yaml").write_text(text)
        (Path(folder) / "rules.yaml").write_text(RULES)
        (Path(folder) / "prometheus.yaml").write_text(PROMETHEUS)
        checked = check_paths([folder])
        inside = best_seconds(lambda: check_paths([folder]), rounds=3)
        command = [sys.executable, "-m", "octoscale.cli.main", "check", folder, "-q"]
        whole, wall = min(_run(command) for _ in range(3))
    report(
        [
            ("files", str(checked.files), checked.files == FILES + 2),
            ("Kubernetes objects", str(checked.objects), True),
            ("findings", str(len(checked.findings)), not checked.findings),
            ("CPU seconds, octoscale check", f"{whole:.2f}", whole < MOST_SECONDS),
            ("of the clock on the wall", f"{wall:.2f}", True),
            ("CPU seconds without its start", f"{inside:.2f}", True),
        ]
    )


def _run(command: list[str]) -> tuple[float, float]:
    """Give the processor time of a program, and the time on the wall."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall, after = (
        time.perf_counter() - start,
        resource.getrusage(resource.RUSAGE_CHILDREN),
    )
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, wall


if __name__ == "__main__":
    main()
