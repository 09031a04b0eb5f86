"""Alert rules for a service's chain: what fails silently should say so.

Prometheus' rule file, the same for its operator, and tests for promtool. What is
asked is ``observing``'s business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from octoscale.core.duration import format_prometheus
from octoscale.service.observing import Observed

if TYPE_CHECKING:
    from octoscale.service.file import Service

EXPORTER_MINUTES = 5
"""Longer than a restart of a pod."""

BOUND_MINUTES = 15
"""Longer than a peak that passes by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert rule."""

    name: str
    expr: str
    minutes: int
    """How long it must hold before it fires."""

    severity: str
    summary: str
    description: str
    """What it means, and what to look at first."""

    def to_dict(self, service: str) -> dict[str, Any]:
        """Write it as in a rule file."""
        return {
            "alert": self.name,
            "expr": self.expr,
            "for": f"{self.minutes}m",
            "labels": {"severity": self.severity, "service": service},
            "annotations": {"summary": self.summary, "description": self.description},
        }


def alerts(service: Service) -> list[Alert]:
    """List the alerts of *service*, the causes before their consequences."""
    seen = Observed(service)
    name = service.spec.service
    return [
        _exporter_down(seen, name),
        *_metrics_stale(seen, name),
        _inactive(seen, name),
        _at_maximum(seen, name),
        _limited(seen, name),
    ]


def rule_file(service: Service) -> dict[str, Any]:
    """Write Prometheus' rule file."""
    name = service.spec.service
    rules = [alert.to_dict(name) for alert in alerts(service)]
    return {"groups": [{"name": f"{name}-autoscaling", "rules": rules}]}


def prometheus_rule(service: Service) -> dict[str, Any]:
    """Write the same for the Prometheus operator."""
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {
            "name": f"{service.spec.service}-autoscaling",
            "namespace": service.spec.namespace,
        },
        "spec": rule_file(service),
    }


def stale_name(index: int, count: int) -> str:
    """Name the alert about the *index*-th of *count* metrics.

    >>> stale_name(0, 1), stale_name(1, 2)
    ('ScalingMetricStale', 'ScalingMetricStale2')
    """
    return "ScalingMetricStale" if count == 1 else f"ScalingMetricStale{index + 1}"


def _exporter_down(seen: Observed, name: str) -> Alert:
    return Alert(
        name="ExporterDown",
        expr=f"{seen.up} == 0",
        minutes=EXPORTER_MINUTES,
        severity="warning",
        summary=f"An exporter of {name} does not answer",
        description=(
            "Prometheus cannot scrape this pod, so its series are absent and the "
            "autoscaler counts it as unknown. Look at the scrape target's error."
        ),
    )


def _metrics_stale(seen: Observed, name: str) -> list[Alert]:
    metrics = seen.service.descriptors
    limit = seen.stale_seconds
    return [
        Alert(
            name=stale_name(index, len(metrics)),
            expr=_gone(seen, seen.series(metric)),
            minutes=EXPORTER_MINUTES,
            severity="critical",
            summary=f"{name} is scaled on {metric.series_name}, which is gone",
            description=(
                f"No new sample for {format_prometheus(limit)} or longer. The "
                "autoscaler sees <unknown> or the past, and does not scale up."
            ),
        )
        for index, metric in enumerate(metrics)
    ]


def _gone(seen: Observed, series: str) -> str:
    """Ask for old samples or none at all, both with the same labels.

    An alert whose labels change would begin to wait anew.
    """
    old = f"time() - max(timestamp({series})) > {seen.stale_seconds:g}"
    asked = f"({old}) or sum(absent({series}))"
    if seen.spec.replicas.min > 0:
        return asked
    return f"({asked}) and on () {seen.hpa('status_current_replicas')} > 0"


def _inactive(seen: Observed, name: str) -> Alert:
    inactive = seen.condition("ScalingActive", "false")
    some = seen.hpa("status_current_replicas")
    return Alert(
        name="ScalingInactive",
        expr=f"{inactive} == 1 and on () {some} > 0",
        minutes=EXPORTER_MINUTES,
        severity="critical",
        summary=f"The autoscaler of {name} does not get its metrics",
        description=(
            "Its condition ScalingActive is false. Look at the HPA's events: they "
            "name the metric and the error of the metrics API."
        ),
    )


def _at_maximum(seen: Observed, name: str) -> Alert:
    desired = seen.hpa("status_desired_replicas")
    most = seen.hpa("spec_max_replicas")
    return Alert(
        name="AutoscalerAtMaximum",
        expr=f"{desired} >= {most}",
        minutes=BOUND_MINUTES,
        severity="warning",
        summary=f"{name} has been at its maximum of replicas",
        description=(
            "It cannot grow any further. Raise maxReplicas if the cluster and what "
            "lies behind the service can take it, or find out where the load is from."
        ),
    )


def _limited(seen: Observed, name: str) -> Alert:
    limited = seen.condition("ScalingLimited", "true")
    desired = seen.hpa("status_desired_replicas")
    most, least = seen.hpa("spec_max_replicas"), seen.hpa("spec_min_replicas")
    return Alert(
        name="ScalingLimitedByPolicies",
        expr=(
            f"{limited} == 1 and on () ({desired} < {most}) "
            f"and on () ({desired} > {least})"
        ),
        minutes=BOUND_MINUTES,
        severity="info",
        summary=f"Policies hold the autoscaler of {name} back",
        description=(
            "It wants another number of replicas than its behavior lets it have, "
            "between its bounds. Look at the policies and the stabilization windows."
        ),
    )
