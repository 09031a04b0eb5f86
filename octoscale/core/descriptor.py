"""The one declaration of a metric, from which everything else is derived.

What the exporter, the discovery rule, the HPA metric and the simulator make of
it lives with them; nothing here knows Prometheus, Kubernetes or YAML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["counter", "gauge", "histogram"]
"""How the series behaves: only grows, goes both ways, or counts by bucket."""

AssociationKind = Literal["pods", "object", "external"]
"""Whose metric it is: of each pod, of one named object, or of nothing here."""

Aggregation = Literal["sum", "avg", "max", "min"]
"""How several series of one object become one value."""

_SERIES_NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*\Z")
_LABEL_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """Which Kubernetes object a series belongs to, and by which labels.

    >>> Association(kind="pods").object_label
    'pod'
    """

    kind: AssociationKind = "pods"

    namespace_label: str | None = "namespace"
    """The series' label that holds the object's namespace; ``None`` when no
    label does (only for external metrics)."""

    object_label: str | None = "pod"
    """The series' label that holds the object's name; ``None`` for external
    metrics, which belong to no object."""

    group_resource: str = "pods"
    """The object's resource, with its group unless core: ``services``,
    ``deployments.apps``. Always ``pods`` when *kind* is ``pods``."""

    object_name: str = ""
    """For *kind* ``object``: the one object that an HPA asks about."""

    def __post_init__(self) -> None:
        """Refuse combinations that no adapter could serve."""
        if self.kind == "external":
            return
        if not self.object_label or not self.namespace_label:
            raise ValueError(f"association {self.kind!r} needs both label names")
        if self.kind == "pods" and self.group_resource != "pods":
            raise ValueError("association 'pods' cannot name another resource")
        if self.kind == "object" and self.group_resource == "pods":
            raise ValueError("association 'object' needs a resource other than pods")


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricDescriptor:
    """One metric that may drive scaling, declared once and read by everyone.

    The exporter exposes it, the discovery rule finds and renames it, the HPA
    targets it, the simulator replays it. None of them restates its names.

    >>> MetricDescriptor(
    ...     series_name="http_requests_total",
    ...     kind="counter",
    ...     help="Requests answered.",
    ...     api_name="http_requests_per_second",
    ... ).is_rate
    True
    """

    series_name: str
    """As Prometheus stores it: ``http_requests_total``. For a histogram the
    name without ``_bucket``, ``_sum`` and ``_count``."""

    kind: Kind
    """A counter is queried as a rate, a gauge as it stands, a histogram as its
    average or, with *quantile*, as that quantile; both over the rate window."""

    help: str
    """One sentence for the exposition's HELP line."""

    api_name: str
    """As the custom or external metrics API serves it."""

    unit: str = ""
    """Base unit (``seconds``, ``bytes``, ``ratio``); empty for counts."""

    labels: tuple[str, ...] = ()
    """Labels that the exporter itself sets (not those the scrape attaches)."""

    association: Association = Association()

    aggregation: Aggregation = "sum"
    """How the series of one object become one value."""

    quantile: float | None = None
    """Only for histograms, between 0 and 1; ``None`` asks for the average."""

    buckets: tuple[float, ...] = ()
    """Upper bounds of a histogram's buckets; empty for the client's default."""

    rate_window_seconds: int = 120
    """At least four scrape intervals: a rate needs two samples, and scrapes
    get lost."""

    def __post_init__(self) -> None:
        """Refuse names and combinations that cannot be exposed or served."""
        if not _SERIES_NAME.match(self.series_name):
            raise ValueError(f"not a series name: {self.series_name!r}")
        if not self.api_name or "/" in self.api_name:
            raise ValueError(f"not a metric name the API can serve: {self.api_name!r}")
        for label in self.labels:
            if not _LABEL_NAME.match(label) or label.startswith("__"):
                raise ValueError(f"not a label name: {label!r}")
        if self.quantile is not None and self.kind != "histogram":
            raise ValueError("only a histogram has a quantile")
        if self.quantile is not None and not 0 < self.quantile < 1:
            raise ValueError(f"quantile {self.quantile} is not between 0 and 1")
        if self.buckets and self.kind != "histogram":
            raise ValueError("only a histogram has buckets")
        if self.rate_window_seconds <= 0:
            raise ValueError("the rate window must be longer than 0 seconds")

    @property
    def is_rate(self) -> bool:
        """Whether the API's value is computed over the rate window."""
        return self.kind != "gauge"
