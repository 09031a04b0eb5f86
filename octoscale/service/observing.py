"""What Prometheus can be asked about a service's chain: the one home of that PromQL.

Built from matchers and from the rule's own query, so that a dashboard shows what
the autoscaler compares. About the HPA and its workload kube-state-metrics is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.promql import Matcher, SeriesSelector
from adapter_rules.stages.discovery import exposed_name
from adapter_rules.stages.querying import Querying, generate
from octoscale.core.duration import parse_prometheus

if TYPE_CHECKING:
    from octoscale.core.descriptor import MetricDescriptor
    from octoscale.service.file import Service
    from octoscale.service.model import ServiceFile

HPA = "kube_horizontalpodautoscaler"
"""How kube-state-metrics begins the names of an HPA's series."""

POD_ENDINGS = {
    "Deployment": "-[a-z0-9]{1,10}-[a-z0-9]{5}",
    "Rollout": "-[a-z0-9]{1,10}-[a-z0-9]{5}",
    "ReplicaSet": "-[a-z0-9]{5}",
    "StatefulSet": "-[0-9]+",
}
"""How the names of a workload's pods end, as its controller makes them."""

STALE_SCRAPES = 4
"""So many intervals without a new sample, and the autoscaler acts on the past."""


@dataclass(frozen=True, slots=True)
class Observed:
    """The queries about one service."""

    service: Service

    @property
    def spec(self) -> ServiceFile:
        """The service file's fields."""
        return self.service.spec

    @property
    def stale_seconds(self) -> float:
        """How old the newest sample may be."""
        return STALE_SCRAPES * parse_prometheus(self.spec.scrape.interval)

    @property
    def up(self) -> str:
        """Whether each pod's scrape target answers."""
        return str(SeriesSelector("up", self._pods))

    @property
    def scrape_seconds(self) -> str:
        """How long each scrape takes."""
        return str(SeriesSelector("scrape_duration_seconds", self._pods))

    def series(self, descriptor: MetricDescriptor) -> str:
        """Select the series behind a metric."""
        return str(SeriesSelector(exposed_name(descriptor), self._matchers(descriptor)))

    def value(self, descriptor: MetricDescriptor) -> str:
        """Compute what the autoscaler compares with the metric target."""
        of = descriptor.association
        grouped = of.object_label if of.kind != "external" else None
        query = Querying(generate(descriptor)).fill(
            exposed_name(descriptor),
            self._matchers(descriptor),
            [grouped] if grouped else [],
        )
        if of.kind == "pods":
            return f"avg({query})"
        if self._is_average(descriptor):
            return f"sum({query}) / scalar({self.hpa('status_current_replicas')})"
        return f"sum({query})"

    def metric_target(self, descriptor: MetricDescriptor) -> str:
        """Give the metric target, as the cluster has it."""
        name = Matcher("metric_name", "=", descriptor.api_name)
        return self.hpa("spec_target_metric", name)

    def age(self, descriptor: MetricDescriptor) -> str:
        """Compute how old the newest sample of each pod is."""
        label = self.spec.scrape.labels.pod
        return f"time() - max by ({label}) (timestamp({self.series(descriptor)}))"

    def hpa(self, name: str, *more: Matcher) -> str:
        """Select one of kube-state-metrics' series about the HPA."""
        return str(
            SeriesSelector(
                f"{HPA}_{name}",
                (
                    Matcher("namespace", "=", self.spec.namespace),
                    Matcher("horizontalpodautoscaler", "=", self.spec.service),
                    *more,
                ),
            )
        )

    def condition(self, kind: str, status: str) -> str:
        """Tell whether a condition of the HPA has *status* (1 or 0)."""
        return self.hpa(
            "status_condition",
            Matcher("condition", "=", kind),
            Matcher("status", "=", status),
        )

    @property
    def ready(self) -> str:
        """Count the pods that are ready."""
        names = Matcher("pod", "=~", self._pod_names)
        space = Matcher("namespace", "=", self.spec.namespace)
        is_true = Matcher("condition", "=", "true")
        selector = SeriesSelector("kube_pod_status_ready", (space, names, is_true))
        return f"sum({selector})"

    @property
    def _pods(self) -> tuple[Matcher, ...]:
        labels = self.spec.scrape.labels
        return (
            Matcher(labels.namespace, "=", self.spec.namespace),
            Matcher(labels.pod, "=~", self._pod_names),
        )

    @property
    def _pod_names(self) -> str:
        """Match the pods that the workload makes, and those that are listed.

        Not every name that begins alike: ``web-admin`` is another workload.
        """
        target = self.spec.scale_target
        made = target.name + POD_ENDINGS.get(target.kind, "-.+")  # DNS labels
        listed = [target.pod for target in self.spec.scrape.targets]
        others = [name for name in listed if re.fullmatch(made, name) is None]
        return "|".join([made, *others])

    def _matchers(self, descriptor: MetricDescriptor) -> tuple[Matcher, ...]:
        of = descriptor.association
        space = Matcher(of.namespace_label or "", "=", self.spec.namespace)
        if of.kind == "pods":
            return self._pods
        if of.kind == "object" and of.object_label:
            return (space, Matcher(of.object_label, "=", of.object_name))
        return (space,) if of.namespace_label else ()

    def _is_average(self, descriptor: MetricDescriptor) -> bool:
        pairs = zip(self.service.descriptors, self.spec.metrics, strict=True)
        metric = next(metric for one, metric in pairs if one is descriptor)
        return metric.target.average_value is not None
