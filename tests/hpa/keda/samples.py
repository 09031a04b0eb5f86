"""Adapter rules and HPAs that the tests of the conversion to KEDA share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapter_rules.model import AdapterConfig, load
from hpa.builders import autoscaler

if TYPE_CHECKING:
    from hpa.model.metrics import MetricSpec
    from hpa.model.v2beta2 import HorizontalPodAutoscaler

RULES = """\
rules:
- seriesQuery: 'open_fds{ns!="",apod!=""}'
  resources:
    overrides: {ns: {resource: namespace}, apod: {resource: pod}}
  metricsQuery: avg(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
- seriesQuery: '{__name__=~"^http_.*_total$",namespace!=""}'
  resources: {template: "<<.Resource>>"}
  name: {matches: "^(.*)_total$", as: "${1}_per_second"}
  metricsQuery: sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)
- seriesQuery: careless
  resources: {template: "<<.Resource>>"}
  metricsQuery: sum(<<.Series>>)
- seriesQuery: plain
  resources: {template: "<<.Resource>>"}
  metricsQuery: <<.Series>>{<<.LabelMatchers>>}
externalRules:
- seriesQuery: queue_depth
  resources: {template: "<<.Resource>>"}
  metricsQuery: max(<<.Series>>{<<.LabelMatchers>>}) by (topic)
- seriesQuery: jobs_open
  resources: {namespaced: false}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>})
"""


def config(text: str = RULES) -> AdapterConfig:
    return load(text)


def hpa(*metrics: MetricSpec, **more: Any) -> HorizontalPodAutoscaler:
    options = {"max_replicas": 8, "namespace": "shop", **more}
    target = options.pop("target", "deployment/web")
    return autoscaler(target, metrics, **options)
