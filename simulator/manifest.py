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
    from octoscale.core.yamlio import DocumentPath
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


def read_manifest(
    document: Document, *, namespace: str, path: DocumentPath = PATH
) -> Autoscaled:
    """Read the manifest at *path* of a *document*: a scenario's, or another.

    Raises ``InputError`` with a place for each problem: what its API server
    would refuse or drop, and SI003 for what cannot be simulated.
    """
    value: Any = document.value
    for step in path:
        value = value[step]
    is_mapping = isinstance(value, dict)
    model = model_of(value.get("apiVersion")) if is_mapping else None
    if model is None or value.get("kind") != KIND:
        raise InputError.at(
            document.place(path),
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
            place=document.key_place((*path, *problem.path)),
            hint=problem.hint,
        )
        for problem in problems
    ]
    manifest = Manifest(hpa, document, path)
    findings += manifest.broken_rules(validate(hpa, request_namespace=namespace))
    if findings:
        raise InputError(findings)
    understood = _understood(hpa)
    unmeasured = list(_unmeasured(understood.spec, manifest)) if path == PATH else ()
    if unmeasured:
        raise InputError(unmeasured)
    return understood


def _understood(hpa: AnyHorizontalPodAutoscaler) -> Autoscaled:
    target = hpa.spec.scale_target_ref
    return Autoscaled(decision_spec(hpa), target.kind, target.name)


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
