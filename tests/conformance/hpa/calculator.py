"""Our replica calculators against the recorded ones (replica_calculator).

Each case is one metric in one situation, so it is put to ``propose``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpa.algorithm.metrics import (
    ContainerResourceMetric,
    ExternalMetric,
    MetricSpec,
    ObjectMetric,
    ObjectReference,
    PodsMetric,
    ResourceMetric,
)
from hpa.algorithm.pods import CpuReadiness, PodGroups, group_pods
from hpa.algorithm.proposals import propose
from hpa.algorithm.ratios import Tolerance
from hpa.algorithm.replicas import Situation
from hpa.algorithm.samples import pod_samples
from hpa.algorithm.types import Config, Failure, PodsReading, Reading, ResourceReading
from tests.conformance.hpa.observed import pods_of, reading_of
from tests.conformance.hpa.versions import expectations

if TYPE_CHECKING:
    from hpa.algorithm.outcome import Proposal
    from hpa.algorithm.versions import Switches

Case = dict[str, Any]

_NOW = 2_000_000_000.0
_KINDS = {
    "GetResourceReplicas": "resource",
    "GetRawResourceReplicas": "resource",
    "GetMetricReplicas": "pods",
    "GetObjectMetricReplicas": "object",
    "GetObjectPerPodMetricReplicas": "object",
    "GetExternalMetricReplicas": "external",
    "GetExternalPerPodMetricReplicas": "external",
}


def recognises(case: Case) -> bool:
    """Tell whether *case* is a call of the replica calculator."""
    return isinstance(case.get("in"), dict) and case["in"].get("fn") in _KINDS


def check(case: Case) -> list[str]:
    """List the disagreements under both recorded controllers."""
    problems = []
    for version, switches, expected in expectations(case):
        got = _answer(case["in"], switches)
        wanted = {name: value for name, value in expected.items() if name in got}
        wanted["error"] = wanted["error"] is not None
        if "groups" in wanted:
            wanted["groups"] = {
                name: value if isinstance(value, int) else sorted(value)
                for name, value in wanted["groups"].items()
            }
        if got != wanted:
            problems.append(f"under {version}: expected {wanted}, got {got}")
    return problems


def _answer(given: Case, switches: Switches) -> Case:
    kind = _KINDS[given["fn"]]
    resource = given.get("resource", "")
    reading = reading_of(given, kind, resource, _NOW)
    situation = _situation(given, switches)
    proposal = propose(_metric(given), reading, situation)
    answer = {
        "replicas": proposal.replicas or 0,
        "error": proposal.replicas is None,
        **_usage(given, proposal),
    }
    if not answer["error"] and kind in ("resource", "pods"):
        answer["groups"] = _groups(given, reading, situation)
    return answer


def _situation(given: Case, switches: Switches) -> Situation:
    config = Config(
        tolerance=given["tolerance"],
        cpu_initialization_period_seconds=given["cpuInitializationPeriodMs"] / 1000,
        initial_readiness_delay_seconds=given["initialReadinessDelayMs"] / 1000,
        switches=switches,
    )
    current = given["currentReplicas"]
    tolerance = Tolerance(config.tolerance, config.tolerance)
    pods = pods_of(given.get("pods"), _NOW)
    return Situation(current, current, pods, tolerance, config, _NOW)


def _metric(given: Case) -> MetricSpec:
    function, target = given["fn"], given["target"]
    if function == "GetMetricReplicas":
        return PodsMetric(name="m", average_value_milli=target)
    if _KINDS[function] == "resource":
        return _resource(given)
    whole = None if "PerPod" in function else target
    share = target if "PerPod" in function else None
    if _KINDS[function] == "external":
        return ExternalMetric(name="m", value_milli=whole, average_value_milli=share)
    return ObjectMetric(
        name="m",
        described_object=ObjectReference(kind="Service", name="svc"),
        target_type="AverageValue" if share else "Value",
        value_milli=whole,
        average_value_milli=share,
    )


def _resource(given: Case) -> MetricSpec:
    raw = given["fn"] == "GetRawResourceReplicas"
    average = given["target"] if raw else None
    utilization = None if raw else given["target"]
    if given.get("container"):
        return ContainerResourceMetric(
            name=given["resource"],
            container=given["container"],
            average_utilization=utilization,
            average_value_milli=average,
        )
    return ResourceMetric(
        name=given["resource"],
        average_utilization=utilization,
        average_value_milli=average,
    )


def _usage(given: Case, proposal: Proposal) -> Case:
    status = proposal.status
    if given["fn"] == "GetResourceReplicas":
        usage = {"utilization": status.average_utilization}
        if proposal.replicas is not None:
            usage["rawUtilization"] = status.average_value_milli
        return usage
    if "PerPod" in given["fn"] and not given["currentReplicas"]:
        return {}  # upstream divides by zero here; we show no average at all
    if status.value_milli is not None:
        return {"utilization": status.value_milli}
    return {"utilization": status.average_value_milli}


def _groups(given: Case, reading: Reading, situation: Situation) -> Case:
    resource = given.get("resource", "")
    samples = reading.samples if isinstance(reading, PodsReading) else ()
    if isinstance(reading, ResourceReading):
        summed = pod_samples(reading.usages, resource, given.get("container") or "")
        samples = () if isinstance(summed, Failure) else summed
    readiness = CpuReadiness.of(situation.config, _NOW) if resource == "cpu" else None
    by_pod = {sample.pod: sample for sample in samples}
    pods = () if isinstance(situation.pods, Failure) else situation.pods
    groups: PodGroups = group_pods(pods, by_pod, readiness)
    return {
        "readyPodCount": groups.ready_count,
        "unready": sorted(groups.unready),
        "missing": sorted(groups.missing),
        "ignored": sorted(groups.ignored),
    }
