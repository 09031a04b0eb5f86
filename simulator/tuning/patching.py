"""A recommended configuration as something to apply: a patch, and what is beside it.

Target, bounds and behavior stand in the HPA; the rate window in the adapter's
rule, the scrape interval in Prometheus' config, tolerance and sync period in the
controller manager's flags. Applying any of it is up to people.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from hpa.algorithm.types import PodsMetric
from octoscale.core.duration import format_go, format_prometheus
from octoscale.core.quantity import Quantity
from simulator.sweep.run import today

if TYPE_CHECKING:
    from hpa.algorithm.types import ScalingRules
    from simulator.parameter import Parameter
    from simulator.scenario import Scenario
    from simulator.sweep.run import Candidate

_WINDOW = re.compile(r"\[\s*[0-9][0-9a-z]*\s*\]")
"""A range selector in a rule's query; the query is in the simulated subset."""


_FLAG = "for all HPAs, --horizontal-pod-autoscaler-{}={{}} of the controller manager"


def patch(scenario: Scenario, candidate: Candidate) -> dict[str, Any]:
    """Give the merge patch that turns the scenario's HPA into *candidate*'s.

    ``scenario.autoscaler.manifest`` with it asks for exactly ``candidate.spec``.
    """
    spec, metric = candidate.spec, candidate.spec.metrics[0]
    metrics = deepcopy(scenario.autoscaler.manifest["spec"]["metrics"])
    if isinstance(metric, PodsMetric):
        value = Quantity.of_milli(metric.average_value_milli).canonical
        source = metrics[0]["pods"]
        if "target" in source:
            source["target"]["averageValue"] = value
        else:
            source["targetAverageValue"] = value
    changed: dict[str, Any] = {
        "minReplicas": spec.min_replicas,
        "maxReplicas": spec.max_replicas,
        "metrics": metrics,
    }
    if spec.behavior is not None:
        changed["behavior"] = {
            "scaleUp": _written(spec.behavior.scale_up),
            "scaleDown": _written(spec.behavior.scale_down),
        }
    return {"spec": changed}


def beside(scenario: Scenario, candidate: Candidate) -> tuple[str, ...]:
    """Say what else has to change, outside the HPA."""
    now = today(scenario)
    new, old = candidate.config, now.config
    changes = (
        (
            "in the adapter's rule, a rate window of {}",
            format_prometheus(candidate.window_seconds),
            format_prometheus(now.window_seconds),
        ),
        (
            "in Prometheus' config, scrape_interval: {}",
            format_prometheus(candidate.scrape_interval_seconds),
            format_prometheus(now.scrape_interval_seconds),
        ),
        (
            _FLAG.format("tolerance"),
            f"{new.tolerance:g}",
            f"{old.tolerance:g}",
        ),
        (
            _FLAG.format("sync-period"),
            format_go(new.sync_period_seconds),
            format_go(old.sync_period_seconds),
        ),
    )
    return tuple(
        f"{text.format(after)} (today {before})"
        for text, after, before in changes
        if after != before
    )


def patched(scenario: Scenario, candidate: Candidate) -> Scenario:
    """Give the scenario with *candidate* as its configuration, in every part."""
    manifest = deepcopy(scenario.autoscaler.manifest)
    manifest["spec"].update(patch(scenario, candidate)["spec"])
    options, config = scenario.autoscaler, candidate.config
    autoscaler = options.model_copy(
        update={
            "manifest": manifest,
            "tolerance": _set(options.tolerance, config.tolerance),
            "sync_period_seconds": _set(
                options.sync_period_seconds, config.sync_period_seconds
            ),
        }
    )
    interval = _set(scenario.scrape.interval_seconds, candidate.scrape_interval_seconds)
    return scenario.model_copy(
        update={
            "autoscaler": autoscaler,
            "scrape": scenario.scrape.model_copy(update={"interval_seconds": interval}),
            "adapter": scenario.adapter.model_copy(
                update={
                    "config": _windowed(
                        scenario.adapter.config, candidate.window_seconds
                    )
                }
            ),
        }
    )


def _windowed(config: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Give the adapter's config with another rate window in every rule."""
    changed = deepcopy(config)
    for rule in changed.get("rules") or ():
        rule["metricsQuery"] = _WINDOW.sub(
            f"[{format_prometheus(seconds)}]", str(rule["metricsQuery"])
        )
    return changed


def _set(parameter: Parameter, value: float) -> Parameter:
    return parameter.model_copy(update={"value": value})


def _written(rules: ScalingRules) -> dict[str, Any]:
    written: dict[str, Any] = {
        "selectPolicy": rules.select_policy,
        "policies": [
            {
                "type": policy.type,
                "value": policy.value,
                "periodSeconds": policy.period_seconds,
            }
            for policy in rules.policies
        ],
    }
    if rules.stabilization_window_seconds is not None:
        written["stabilizationWindowSeconds"] = rules.stabilization_window_seconds
    return written
