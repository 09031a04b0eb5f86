"""What a check may look at: the whole input of one run, in one environment.

Immutable and without I/O: ``gathering`` fills it. Checks ask it who is beside
whom, so that all of them mean the same by it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from octoscale.check.apis import removed
from octoscale.check.discovery import DEFAULT_NAMESPACE
from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapter_rules.checks.subject import Subject as Rule
    from exporters.exposition_text import Exposition
    from hpa.checks.lookup import Lookup
    from hpa.checks.manifest import Manifest
    from hpa.checks.subject import Metric, Subject
    from octoscale.check.pods import Pods
    from octoscale.check.reading import Read
    from octoscale.check.schemas import Schemas
    from octoscale.check.scraping import ScrapeJob, ScrapeTarget
    from octoscale.check.shapes import Misfit
    from octoscale.service.file import Service


@dataclass(frozen=True, slots=True)
class Exposed:
    """One exposition of the input."""

    file: str
    content: Exposition


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The whole input of one run of the checks."""

    reads: tuple[Read, ...]
    """Every text, as it was taken apart."""

    manifests: tuple[Manifest, ...]
    """Every Kubernetes object, HPAs among them."""

    lookup: Lookup
    """The same by kind, name and namespace."""

    pods: tuple[Pods, ...]
    """What the workloads make."""

    hpas: tuple[Subject, ...]
    """Those without a value of a wrong type."""

    rules: tuple[Rule, ...]
    """The adapter's rules, of all configs."""

    jobs: tuple[ScrapeJob, ...]
    """The jobs of all Prometheus configs, resolved."""

    expositions: tuple[Exposed, ...]
    services: tuple[Service, ...]
    """The service files."""

    misfits: tuple[tuple[Manifest, Misfit], ...]
    """What the schemas do not allow."""

    schemas: Schemas
    minor: int
    """The Kubernetes that the manifests are for: 25 is 1.25."""

    complete: bool
    """Whether every text could be read: else nothing is known to be missing."""

    index: _Index = field(init=False, repr=False, compare=False)
    """The pods by what they are asked for."""

    def __post_init__(self) -> None:
        """Sort the pods once, for all checks."""
        object.__setattr__(self, "index", _Index(self))

    def weight_of_misfits(self, manifest: Manifest) -> Severity:
        """Tell how bad it is that an object does not fit its schema.

        An object whose version is still served and is judged by the version that
        comes after it has time until it moves.
        """
        row = removed(manifest.api_version, manifest.kind)
        moves_later = row is not None and self.minor < row.since
        return Severity.INFO if moves_later else Severity.ERROR

    def pods_in(self, namespace: str) -> tuple[Pods, ...]:
        """Give the pods of a namespace.

        Objects without one land where ``kubectl -n`` says, all in the same.
        """
        return tuple(self.index.spaces.get(namespace or DEFAULT_NAMESPACE, ()))

    def pods_with(self, namespace: str, labels: Mapping[str, str]) -> tuple[Pods, ...]:
        """Give the pods of a namespace that have all of some labels."""
        space = namespace or DEFAULT_NAMESPACE
        for key, value in labels.items():
            near = self.index.labelled.get((space, key, value), ())
            return tuple(p for p in near if labels.items() <= dict(p.labels).items())
        return self.pods_in(namespace)

    def rule_of(self, metric: Metric) -> Rule | None:
        """Find the rule that serves an HPA's custom metric under its very name.

        The later of two rules wins, as in the adapter.
        """
        return self.index.rules.get(metric.name)

    def targets_of(self, pods: Pods) -> tuple[ScrapeTarget, ...]:
        """Give the scrape targets that are these pods."""
        return tuple(self.index.targets.get(id(pods), ()))

    def pods_of(self, subject: Subject) -> Pods | None:
        """Find the pods that an HPA scales; ``None`` when they are not here."""
        reference = subject.spec.scale_target_ref
        namespace = subject.manifest.namespace or DEFAULT_NAMESPACE
        found = self.index.workloads.get((namespace, reference.kind, reference.name))
        return found[0] if found is not None and len(found) == 1 else None


class _Index:
    """The pods by namespace, workload and label; their targets; the rules by name."""

    def __init__(self, context: Context) -> None:
        self.spaces: dict[str, list[Pods]] = {}
        self.workloads: dict[tuple[str, str, str], list[Pods]] = {}
        self.labelled: dict[tuple[str, str, str], list[Pods]] = {}
        self.targets: dict[int, list[ScrapeTarget]] = {}
        self.rules: dict[str, Rule] = {}
        for each in context.pods:
            namespace = each.namespace or DEFAULT_NAMESPACE
            self.spaces.setdefault(namespace, []).append(each)
            key = namespace, each.manifest.kind, each.manifest.name
            self.workloads.setdefault(key, []).append(each)
            for label, value in each.labels.items():
                self.labelled.setdefault((namespace, label, value), []).append(each)
        for job in context.jobs:
            for target in job.targets:
                self.targets.setdefault(id(target.pods), []).append(target)
        for rule in context.rules:
            for name in () if rule.external else rule.names:
                self.rules[rule.api_name(name) or ""] = rule
