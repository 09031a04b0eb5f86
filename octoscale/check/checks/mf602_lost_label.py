"""MF602: the label that ties a metric to its object does not survive the scrape.

The middle of the chain: scrape labels → rule → HPA. Whether the pods are scraped
at all is MF604's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity
from octoscale.kube.restmapper import PODS, GroupResource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adapter_rules.checks.subject import Subject as Rule
    from hpa.checks.subject import Metric, Subject
    from octoscale.check.context import Context
    from octoscale.check.scraping import ScrapeTarget


def check(context: Context) -> Iterator[Finding]:
    """Find metrics whose rule looks for labels that the scraped series lack.

    A Pods metric needs the label that the rule takes for the pod, with the pod's
    name in it; an Object metric needs one with the object's name. The Prometheus
    config decides what they are called (``pod``, ``apod``, ``kubernetes_pod_name``),
    and a pod's own label ``job`` may overwrite the job's name. Reported is what the
    given config cannot give to the pods that the HPA scales.
    """
    for subject in context.hpas:
        pods = context.pods_of(subject)
        targets = context.targets_of(pods) if pods is not None else ()
        for metric in subject.metrics if targets else ():
            rule = context.rule_of(metric)
            if rule is not None:
                yield from _metric(context, subject, metric, rule, targets)


def _metric(
    context: Context,
    subject: Subject,
    metric: Metric,
    rule: Rule,
    targets: tuple[ScrapeTarget, ...],
) -> Iterator[Finding]:
    if metric.type == "Pods":
        label = _label_of(rule, PODS)
        wanted = targets[0].pods.name
        found = {target.labels.get(label, "") for target in targets}
        if label and wanted not in found:
            yield _finding(subject, metric, label, "the pod's name", _pods(targets))
    elif metric.type == "Object":
        label, name = _object_label(rule, metric), metric.described_object.name
        everywhere = [target for job in context.jobs for target in job.targets]
        known = {target.labels.get(label, "") for target in everywhere} - {""}
        other = {job.name for job in context.jobs if not job.resolved}
        if label and known and name not in known and name not in other:
            shown = sorted({target.labels.get(label, "") for target in targets} - {""})
            hint = f"these pods have {label}={', '.join(shown)}" if shown else ""
            yield _finding(subject, metric, label, repr(name), hint)


def _label_of(rule: Rule, resource: GroupResource) -> str:
    """Give the label that the rule takes for a resource; empty if unknown."""
    for label, known in rule.objects:
        if known == resource:
            return label
    if rule.template is None:
        return ""
    singular = resource.resource.removesuffix("s")
    return rule.template.label_for(GroupResource(resource.group, singular))


def _object_label(rule: Rule, metric: Metric) -> str:
    described = metric.described_object
    group = described.api_version.rpartition("/")[0]
    plural = described.kind.lower() + "s"
    return _label_of(rule, GroupResource(group, plural))


def _pods(targets: Iterable[ScrapeTarget]) -> str:
    """Name the labels that do hold the pod's name."""
    names = {
        label
        for target in targets
        for label, value in target.labels.items()
        if value == target.pods.name
    }
    if names:
        return f"the pod's name is in {', '.join(sorted(names))}"
    return "keep it by relabelling: source_labels [__meta_kubernetes_pod_name]"


def _finding(
    subject: Subject, metric: Metric, label: str, wanted: str, hint: str
) -> Finding:
    return Finding(
        code="MF602",
        severity=Severity.ERROR,
        place=subject.place(*metric.name_path),
        message=f"{metric.name}: its rule looks for {wanted} in the label {label!r}, "
        f"which the scraped series of {subject.target_title} do not have",
        hint=hint or "change the rule's label, or the relabelling",
    )
