"""What a check may look at: all rules of the input and everything around them.

Immutable and without I/O: ``run`` fills it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapter_rules.checks.types import type_of
from octoscale.kube.restmapper import RESTMapper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.live import Live
    from adapter_rules.checks.subject import Subject
    from adapter_rules.checks.types import Type
    from adapter_rules.sources import FoundConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The whole input of one run of the checks."""

    configs: tuple[FoundConfig, ...]
    subjects: tuple[Subject, ...]
    """Every rule, in the order of the input."""

    mapper: RESTMapper = field(default_factory=RESTMapper.builtin)
    scrape_interval_seconds: float | None = None
    """As the user said; a live Prometheus knows each rule's own."""

    relist_seconds: float | None = None
    """The adapter's ``--metrics-relist-interval``, as the user said."""

    max_age_seconds: float | None = None
    """Its ``--metrics-max-age``, as the user said."""

    live: Live | None = None
    most_series: int = 10_000
    """Of one rule; the adapter holds some hundred bytes of each, several times."""

    most_names: int = 500
    """API resources of one rule; all clients of the cluster read their list."""

    @property
    def custom(self) -> Iterator[Subject]:
        """The rules of custom.metrics.k8s.io."""
        return (subject for subject in self.subjects if not subject.external)

    @property
    def external(self) -> Iterator[Subject]:
        """The rules of external.metrics.k8s.io."""
        return (subject for subject in self.subjects if subject.external)

    def scrape_interval(self, subject: Subject) -> float | None:
        """Give the scrape interval of a rule's series, if anybody told it."""
        if self.scrape_interval_seconds is not None or self.live is None:
            return self.scrape_interval_seconds
        return self.live.scrape_interval(subject.rule.series_query)

    def type_of(self, series_name: str) -> Type | None:
        """Tell whether a series is a counter or a gauge."""
        metadata = {} if self.live is None else self.live.metadata
        return type_of(series_name, metadata)
