"""Tests for a service's alert rules, in promtool's format.

For each alert one time at which it fires and one at which it does not. The series
are made up: what is tested is that the rules' selectors and limits fit together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapter_rules.promql import Matcher, SeriesSelector
from adapter_rules.stages.discovery import exposed_name
from octoscale.service.alerts import BOUND_MINUTES, EXPORTER_MINUTES, Alert, alerts
from octoscale.service.observing import HPA

if TYPE_CHECKING:
    from octoscale.service.file import Service

_INTERVAL = "1m"
_ENDINGS = {
    "Deployment": "-5d8f7c9b6d-x2x4z",
    "Rollout": "-5d8f7c9b6d-x2x4z",
    "ReplicaSet": "-x2x4z",
    "StatefulSet": "-0",
}
"""A pod's name of each kind of workload."""

_LATE = 2
"""Minutes after an alert must have fired."""

Series = dict[str, str]


def tests(service: Service, rules_file: str) -> dict[str, Any]:
    """Write the tests of the alerts in *rules_file*."""
    rows = {alert.name: alert for alert in alerts(service)}
    cases = [
        _case(service, rows["ExporterDown"], _down(service)),
        *(
            case
            for alert in rows.values()
            if alert.name.startswith("ScalingMetricStale")
            for case in _stale_cases(service, alert)
        ),
        _case(service, rows["ScalingInactive"], _hpa(service, active=0)),
        _case(service, rows["AutoscalerAtMaximum"], _hpa(service, at_maximum=True)),
        *_limited_case(service, rows["ScalingLimitedByPolicies"]),
    ]
    return {
        "rule_files": [rules_file],
        "evaluation_interval": _INTERVAL,
        "tests": [*cases, _silent(service, list(rows.values()))],
    }


def _case(service: Service, alert: Alert, series: Series) -> dict[str, Any]:
    """Let one alert fire, and not a moment too early."""
    labels = _fired_labels(service, alert)
    fired = {
        "exp_labels": {**labels, "severity": alert.severity,
                       "service": service.spec.service},
        "exp_annotations": alert.to_dict("")["annotations"],
    }  # fmt: skip
    return {
        "name": f"{alert.name} fires after {alert.minutes} minutes",
        "interval": _INTERVAL,
        "input_series": _inputs(series),
        "alert_rule_test": [
            _at(alert, alert.minutes - 1, []),
            _at(alert, alert.minutes + _LATE + EXPORTER_MINUTES, [fired]),
        ],
    }


def _stale_cases(service: Service, alert: Alert) -> list[dict[str, Any]]:
    """Let the metric be missing from the beginning, and let it stop."""
    missing = _case(service, alert, _calm(service, metrics=False))
    stopped = _case(service, alert, _calm(service))
    names = {exposed_name(one) for one in service.descriptors}
    for row in stopped["input_series"]:
        if row["series"].partition("{")[0] in names:
            row["values"] = "1 1"
    stopped["name"] = f"{alert.name} fires when the samples stop"
    return [missing, stopped]


def _at(alert: Alert, minutes: int, expected: list[dict[str, Any]]) -> dict[str, Any]:
    moment = {"eval_time": f"{minutes}m", "alertname": alert.name}
    return {**moment, "exp_alerts": expected}


def _silent(service: Service, rows: list[Alert]) -> dict[str, Any]:
    minutes = BOUND_MINUTES + _LATE + EXPORTER_MINUTES
    return {
        "name": "nothing fires while all is well",
        "interval": _INTERVAL,
        "input_series": _inputs(_calm(service)),
        "alert_rule_test": [_at(alert, minutes, []) for alert in rows],
    }


def _limited_case(service: Service, alert: Alert) -> list[dict[str, Any]]:
    """Between its bounds only: a service of fixed size has no such place."""
    spec = service.spec
    if spec.replicas.max - spec.replicas.min < 2:
        return []
    return [_case(service, alert, _hpa(service, limited=1))]


def _inputs(series: Series) -> list[dict[str, str]]:
    minutes = BOUND_MINUTES + _LATE + 2 * EXPORTER_MINUTES
    return [
        {"series": name, "values": f"{value}+0x{minutes}"}
        for name, value in series.items()
    ]


def _fired_labels(service: Service, alert: Alert) -> dict[str, str]:
    """Give the labels that an alert takes over from its series."""
    if alert.name == "ExporterDown":
        return _pod(service)
    if alert.name.startswith("ScalingMetricStale"):
        return {}
    hpa = _hpa_labels(service)
    conditions = {
        "ScalingInactive": {"condition": "ScalingActive", "status": "false"},
        "ScalingLimitedByPolicies": {"condition": "ScalingLimited", "status": "true"},
    }
    return {**hpa, **conditions.get(alert.name, {})}


def _calm(service: Service, *, metrics: bool = True) -> Series:
    """Make up a chain in which everything works."""
    series = _hpa(service) | {_named("up", _pod(service)): "1"}
    if metrics:
        series |= {
            _named(exposed_name(one), _own(service, index)): "1"
            for index, one in enumerate(service.descriptors)
        }
    return series


def _down(service: Service) -> Series:
    return {_named("up", _pod(service)): "0"}


def _hpa(
    service: Service, *, active: int = 1, limited: int = 0, at_maximum: bool = False
) -> Series:
    replicas = service.spec.replicas
    desired = replicas.max if at_maximum else max(1, replicas.min)
    if limited:
        desired = replicas.min + 1
    elif not at_maximum and desired == replicas.max:
        desired -= 1
    labels = _hpa_labels(service)
    status = {**labels, "condition": "ScalingActive", "status": "false"}
    bound = {**labels, "condition": "ScalingLimited", "status": "true"}
    return {
        _named(f"{HPA}_spec_min_replicas", labels): str(replicas.min),
        _named(f"{HPA}_spec_max_replicas", labels): str(replicas.max),
        _named(f"{HPA}_status_current_replicas", labels): str(max(1, desired)),
        _named(f"{HPA}_status_desired_replicas", labels): str(desired),
        _named(f"{HPA}_status_condition", status): str(1 - active),
        _named(f"{HPA}_status_condition", bound): str(limited),
    }


def _hpa_labels(service: Service) -> dict[str, str]:
    spec = service.spec
    return {"namespace": spec.namespace, "horizontalpodautoscaler": spec.service}


def _pod(service: Service) -> dict[str, str]:
    spec = service.spec
    labels = spec.scrape.labels
    target = spec.scale_target
    name = target.name + _ENDINGS.get(target.kind, "-1")
    return {labels.namespace: spec.namespace, labels.pod: name}


def _own(service: Service, index: int) -> dict[str, str]:
    of = service.descriptors[index].association
    if of.kind == "pods":
        return _pod(service)
    labels = {of.namespace_label: service.spec.namespace} if of.namespace_label else {}
    if of.kind == "object" and of.object_label:
        labels[of.object_label] = of.object_name
    return labels


def _named(name: str, labels: dict[str, str]) -> str:
    matchers = tuple(Matcher(label, "=", value) for label, value in labels.items())
    return str(SeriesSelector(name, matchers))
