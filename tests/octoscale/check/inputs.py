"""Inputs for the tests of whole checks: texts as files, and one run of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.check.files import File, Files
from octoscale.check.run import Options, check_files

if TYPE_CHECKING:
    from octoscale.check.run import Checked
    from octoscale.core.finding import Finding


PLAIN = Options()


def run(*texts: str, options: Options = PLAIN, **named: str) -> Checked:
    """Check texts as files: ``0.yaml``, ``1.yaml`` …, and ``a_prom`` as ``a.prom``."""
    files = [File(f"{index}.yaml", text) for index, text in enumerate(texts)]
    files += [File(name.replace("_", "."), text) for name, text in named.items()]
    return check_files(Files(tuple(files)), options)


def found(
    code: str, *texts: str, minor: int | None = None, **named: str
) -> list[Finding]:
    """Check texts and give the findings of one code."""
    findings = run(*texts, options=Options(minor=minor), **named).findings
    return [finding for finding in findings if finding.code == code]


def lines(code: str, *texts: str) -> list[int | None]:
    """Give the lines of the findings of one code."""
    return [finding.place.line for finding in found(code, *texts)]


def deployment(
    name: str = "shop",
    *,
    labels: str = "{app: shop}",
    annotations: str = "{}",
    ports: str = "[{containerPort: 8080, name: http}]",
    namespace: str = "store",
    more: str = "{}",
) -> str:
    """Write a Deployment; the arguments are flow YAML."""
    return f"""\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, namespace: {namespace}, annotations: {more}}}
spec:
  selector: {{matchLabels: {{app: shop}}}}
  template:
    metadata:
      labels: {labels}
      annotations: {annotations}
    spec:
      containers:
      - name: main
        image: registry.example/shop:1.4
        ports: {ports}
"""


def service(selector: str = "{app: shop}", target: str = "8080") -> str:
    """Write a Service; the arguments are flow YAML."""
    return f"""\
apiVersion: v1
kind: Service
metadata: {{name: shop, namespace: store, labels: {{app: shop}}}}
spec:
  selector: {selector}
  ports: [{{port: 80, targetPort: {target}}}]
"""


def hpa(metric: str, *, target: str = "shop", namespace: str = "store") -> str:
    """Write an HPA with one metric in flow YAML."""
    return f"""\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{name: {target}, namespace: {namespace}}}
spec:
  scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: {target}}}
  maxReplicas: 8
  metrics: [{metric}]
"""


PODS_METRIC = (
    "{type: Pods, pods: {metric: {name: shop_load}, "
    "target: {type: AverageValue, averageValue: 1}}}"
)
JOB_METRIC = (
    "{type: Object, object: {metric: {name: shop_load}, describedObject: "
    "{apiVersion: batch/v1, kind: Job, name: %s}, target: {type: Value, value: 1}}}"
)
RULES = """\
rules:
- seriesQuery: shop_load
  resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
"""
JOB_RULES = """\
rules:
- seriesQuery: shop_load
  resources: {template: <<.Resource>>}
  metricsQuery: max(<<.Series>>) by (job)
"""
SCRAPED = '{prometheus.io/scrape: "true", prometheus.io/port: "8080"}'


def prometheus(*relabel: str, name: str = "pods") -> str:
    """Write a Prometheus config with one job for pods."""
    rules = "".join(f"  - {rule}\n" for rule in relabel)
    return f"""\
scrape_configs:
- job_name: {name}
  kubernetes_sd_configs: [{{role: pod}}]
  relabel_configs:
{rules}"""


KEEP = (
    "{source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape], "
    "action: keep, regex: true}"
)
POD = "{source_labels: [__meta_kubernetes_pod_name], target_label: pod}"
MAP = "{action: labelmap, regex: __meta_kubernetes_pod_label_(.+)}"
