"""The autoscaler of a scenario: its real manifest, read, checked and understood.

What the fields mean is ``hpa``'s business; here are only their places in the
scenario's file, and what the simulated world cannot measure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hpa.algorithm.types import ContainerResourceMetric, ResourceMetric
from hpa.manifests import Manifest
from hpa.model.codec import decode
from hpa.model.objects import KIND, body_of, model_of
from hpa.spec import decision_spec
from hpa.validation import validate
from octoscale.core.errors import InputError
from octoscale.core.finding import Finding, Severity
from octoscale.core.yamlio import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.algorithm.types import Spec
    from hpa.model.objects import AnyHorizontalPodAutoscaler
    from simulator.scenario import Scenario

PATH = ("autoscaler", "manifest")
"""Where the manifest stands in a scenario."""


@dataclass(frozen=True, slots=True)
class Autoscaled:
    """What a manifest asks for, and of which workload."""

    spec: Spec
    kind: str
    """Of the scale target."""

    name: str
    """Of the scale target."""


def read_manifest(document: Document, *, namespace: str) -> Autoscaled:
    """Read the manifest in a scenario's *document*.

    Raises ``InputError`` with a place for each problem: what its API server
    would refuse or drop, and SI003 for what cannot be simulated.
    """
    value: Any = document.value
    for step in PATH:
        value = value[step]
    model = model_of(value.get("apiVersion"))
    if value.get("kind") != KIND or model is None:
        raise InputError.at(
            document.place(PATH),
            "SI003",
            f"should be a {KIND} of a known apiVersion",
            hint="write apiVersion: autoscaling/v2 and kind: HorizontalPodAutoscaler",
        )
    hpa, problems = decode(model, body_of(value))
    findings = [
        Finding(
            code="HP002" if problem.kind == "unknown" else "HP001",
            severity=Severity.ERROR,
            message=problem.message,
            place=document.key_place((*PATH, *problem.path)),
            hint=problem.hint,
        )
        for problem in problems
    ]
    manifest = Manifest(hpa, document, PATH)
    findings += manifest.broken_rules(validate(hpa, request_namespace=namespace))
    if findings:
        raise InputError(findings)
    return _understood(hpa, manifest)


def _understood(hpa: AnyHorizontalPodAutoscaler, manifest: Manifest) -> Autoscaled:
    spec = decision_spec(hpa)
    findings = list(_unmeasured(spec, manifest))
    if findings:
        raise InputError(findings)
    target = hpa.spec.scale_target_ref
    return Autoscaled(spec, target.kind, target.name)


def _unmeasured(spec: Spec, manifest: Manifest) -> Iterator[Finding]:
    """Find the metric sources that no part of the simulated world measures."""
    for index, metric in enumerate(spec.metrics):
        if isinstance(metric, ResourceMetric | ContainerResourceMetric):
            yield Finding(
                code="SI003",
                severity=Severity.ERROR,
                message=f"the simulator does not measure {metric.name} usage",
                place=manifest.place(f"spec.metrics[{index}]"),
                hint="leave this metric out; the others are evaluated as they are",
            )


def with_manifest(scenario: Scenario, document: Document) -> Scenario:
    """Give *scenario* with the manifest in *document* instead of its own.

    Raises ``InputError`` with a place, as ``read_manifest`` does.
    """
    if not isinstance(document.value, dict):
        raise InputError.at(document.place(), "SI003", "should be a manifest")
    keys = {(*PATH, *path): at for path, at in document.keys.items()}
    values = {(*PATH, *path): at for path, at in document.values.items()}
    outer: Any = document.value
    for step in reversed(PATH):
        outer = {step: outer}
    whole = Document(outer, document.file, document.line, values, keys)
    read_manifest(whole, namespace=scenario.service.namespace)
    autoscaler = scenario.autoscaler.model_copy(update={"manifest": document.value})
    return scenario.model_copy(update={"autoscaler": autoscaler})
