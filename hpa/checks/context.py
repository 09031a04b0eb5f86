"""What a check may look at: all HPAs of the input and everything around them.

Immutable and without I/O: ``hpa.checks.reading`` fills it. Checks ask it whose
workload is whose, so that all of them mean the same by it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hpa.algorithm.versions import DEFAULT_VERSIONS, minor_of
from hpa.checks.lookup import Lookup
from hpa.checks.subject import CUSTOM_TYPES
from hpa.checks.workloads import LIMIT_RANGE, WORKLOAD_KINDS, Workload, workload
from hpa.model.objects import version_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpa.checks.ceilings import Ceiling
    from hpa.checks.manifest import Manifest
    from hpa.checks.rules import RuleView
    from hpa.checks.subject import Metric, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The whole input of one run of the checks."""

    hpas: tuple[Subject, ...]
    """Those that could be read without a wrong type; a broken one has findings
    of its own already."""

    manifests: tuple[Manifest, ...] = ()
    """Every object of the input, the HPAs among them."""

    rules: tuple[RuleView, ...] | None = None
    """The adapter's rules; ``None`` when none were given, which is not the same
    as a config without rules."""

    kubernetes: int | None = None
    """The minor version that the user named."""

    ceilings: Mapping[str, Ceiling] = field(default_factory=dict)
    """Metric or series name -> the most that one process can reach."""

    complete: bool = True
    """Whether every file could be read: else nothing is known to be missing."""

    lookup: Lookup = field(init=False, repr=False, compare=False)
    """The manifests by kind, name and namespace."""

    def __post_init__(self) -> None:
        """Sort the manifests once, for all checks."""
        object.__setattr__(self, "lookup", Lookup(self.manifests))

    def minor_for(self, subject: Subject) -> int:
        """Give the Kubernetes minor version to judge an HPA by.

        What the user named, or else the last one known that serves its API.
        """
        if self.kubernetes is not None:
            return self.kubernetes
        return minor_of(DEFAULT_VERSIONS.get(version_of(subject.written), "1.25"))

    def of_kind(self, kind: str) -> tuple[Manifest, ...]:
        """Give all objects of a kind, in the order of the input."""
        return self.lookup.of_kind(kind)

    def beside(self, subject: Subject, kind: str) -> tuple[Manifest, ...]:
        """Give the objects of a kind that may be in the HPA's namespace."""
        return self.lookup.beside(kind, subject.manifest.namespace)

    def named_beside(self, subject: Subject, kind: str, name: str) -> bool:
        """Tell whether an object of that name may be in the HPA's namespace."""
        near = self.lookup.named_beside(kind, name, subject.manifest.namespace)
        return bool(near)

    def target_manifest(self, subject: Subject) -> Manifest | None:
        """Find the object that an HPA scales; ``None`` when it is not here.

        An object of the same namespace wins over one that leaves it open; of
        several that may be meant none is taken.
        """
        reference = subject.spec.scale_target_ref
        namespace = subject.manifest.namespace
        named = self.lookup.named_beside(reference.kind, reference.name, namespace)
        exact = [each for each in named if each.namespace == namespace]
        found = exact or named
        return found[0] if len(found) == 1 else None

    def target(self, subject: Subject) -> Workload | None:
        """Find the workload that an HPA scales, with its containers."""
        manifest = self.target_manifest(subject)
        if manifest is None or manifest.kind not in WORKLOAD_KINDS:
            return None
        return workload(manifest, self.lookup.beside(LIMIT_RANGE, manifest.namespace))

    def rule_of(self, metric: Metric) -> RuleView | None:
        """Find the rule behind a custom or external metric.

        The later of two rules wins, as in the adapter; a rule that finds its
        series by a pattern counts only when no other names the metric.
        """
        if metric.type not in (*CUSTOM_TYPES, "External"):
            return None
        external = metric.type == "External"
        rules = [rule for rule in self.rules or () if rule.external == external]
        named = [rule for rule in rules if rule.api_name == metric.name]
        if named:
            return named[-1]
        possible = [rule for rule in rules if rule.may_serve(metric.name)]
        return possible[0] if len(possible) == 1 else None
