"""Which labels of series hold the names of objects.

By comparing their values with what kube-state-metrics exposes; where there is
none, by the labels' usual names. Whether the objects exist now is not asked of
the cluster.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.errors import PrometheusAnswerError
from octoscale.core.descriptor import Association

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adapter_rules.prometheus.base import PrometheusPort
    from adapter_rules.series import Series

_LISTS = (
    ("namespaces", "kube_namespace_created", "namespace"),
    ("pods", "kube_pod_info", "pod"),
    ("services", "kube_service_info", "service"),
    ("deployments.apps", "kube_deployment_created", "deployment"),
    ("statefulsets.apps", "kube_statefulset_created", "statefulset"),
)
"""Resource, the series of kube-state-metrics that lists it, and its label."""

OBJECT_LISTS = tuple(series for _, series, _ in _LISTS)
"""The series that are read to know objects' names."""

_USUAL = {
    "namespaces": (
        "namespace",
        "kubernetes_namespace",
        "kube_namespace",
        "pod_namespace",
    ),
    "pods": ("pod", "kubernetes_pod_name", "kube_pod", "pod_name"),
    "services": ("service", "kubernetes_service_name", "kube_service"),
    "deployments.apps": ("deployment",),
    "statefulsets.apps": ("statefulset",),
}
"""What such labels are usually called."""

_EXPORTED = "exported_"
"""How a scrape renames a label that it attaches itself, too."""

SERIES_LIMIT = 20_000
LOOK_BACK_SECONDS = 600.0

Objects = dict[str, frozenset[str]]
"""Names of objects, by resource; a resource without a list is missing."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An association, and how sure it is."""

    association: Association
    guessed: str = ""
    """What was guessed; empty when the values are names of known objects."""


def known_objects(prometheus: PrometheusPort, *, now: float) -> Objects:
    """Read the names of objects from kube-state-metrics, as far as it is there."""
    known: Objects = {}
    for resource, series, label in _LISTS:
        try:
            found = prometheus.series(
                series, limit=SERIES_LIMIT, start=now - LOOK_BACK_SECONDS
            ).series
        except PrometheusAnswerError:
            continue
        names = {one.labels.get(label, "") for one in found} - {""}
        if names:
            known[resource] = frozenset(names)
    return known


def propose(
    series: Sequence[Series], objects: Mapping[str, frozenset[str]]
) -> Proposal | str:
    """Propose whose the series are; a text says why nobody's.

    Pods go before services and workloads: they can be averaged.

    >>> from adapter_rules.series import Series
    >>> found = propose([Series("up", {"namespace": "a", "pod": "b"})], {})
    >>> found.association.object_label
    'pod'
    """
    values: dict[str, set[str]] = {}
    for one in series:
        for label, value in one.labels.items():
            values.setdefault(label, set()).add(value)
    namespace = _label_of("namespaces", values, objects)
    if namespace is None:
        return (
            "no label holds a namespace: attach one when scraping (relabel "
            "__meta_kubernetes_namespace to namespace)"
        )
    for resource in ("pods", "services", "deployments.apps", "statefulsets.apps"):
        found = _label_of(resource, values, objects)
        if found is not None:
            return _proposal(resource, namespace, found, objects)
    return Proposal(
        Association(kind="external", namespace_label=namespace, object_label=None),
        guessed="" if "namespaces" in objects else f"{namespace} holds namespaces",
    )


def _proposal(
    resource: str, namespace: str, label: str, objects: Mapping[str, frozenset[str]]
) -> Proposal:
    association = Association(
        kind="pods" if resource == "pods" else "object",
        namespace_label=namespace,
        object_label=label,
        group_resource=resource,
    )
    sure = resource in objects
    return Proposal(association, "" if sure else f"{label} holds {resource}")


def _label_of(
    resource: str,
    values: Mapping[str, set[str]],
    objects: Mapping[str, frozenset[str]],
) -> str | None:
    """Choose the label whose values all are names of a resource's objects.

    A label that the scrape had to rename is the metric's own, and goes first:
    the one without ``exported_`` then names the exporter.
    """
    usual = _USUAL[resource]
    candidates = sorted(values, key=lambda label: _rank(label, usual))
    names = objects.get(resource)
    for label in candidates:
        found = values[label] - {""}
        if names is None:
            if _rank(label, usual)[0] < len(usual):
                return label
        elif found and found <= names and _rank(label, usual)[0] <= len(usual):
            return label
    return None


def _rank(label: str, usual: tuple[str, ...]) -> tuple[int, bool, str]:
    """Order labels: usual names first, ``exported_`` ones before their like."""
    plain = label.removeprefix(_EXPORTED)
    place = usual.index(plain) if plain in usual else len(usual)
    return place, plain == label, label
