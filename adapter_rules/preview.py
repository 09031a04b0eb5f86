"""What a config would serve from a live Prometheus, and what it leaves out.

Series in; API names, final PromQL and current values out. No cluster is asked:
objects are those that the series' labels name. One request in full detail is
``explain``'s business, showing it the command line's.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.asking import Answered, ask_all
from adapter_rules.discovering import Discovered, discover
from adapter_rules.listing import (
    LeftOut,
    Listed,
    MetricKey,
    Stage,
    list_custom,
    list_external,
)
from adapter_rules.questions import questions_for
from adapter_rules.rule import compile_config
from adapter_rules.stages.discovery import LOOK_BACK_SECONDS
from octoscale.core.duration import format_prometheus
from octoscale.kube.restmapper import NAMESPACES, PODS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from adapter_rules.model import AdapterConfig
    from adapter_rules.prometheus.base import PrometheusPort
    from adapter_rules.questions import Question
    from adapter_rules.rule import CompiledConfig, Rule
    from octoscale.kube.restmapper import RESTMapper

NO_CLUSTER = (
    "no cluster was asked: objects and namespaces are those that the series' labels "
    "name, and resources those that every cluster has"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is asked for: the Prometheus is somebody's production."""

    series: int = 10_000
    """Series that each series query may give."""

    objects: int = 100
    """Objects that one query asks for."""

    queries: int = 200
    """Instant queries in all."""

    look_back_seconds: float = LOOK_BACK_SECONDS
    """How far back a series' last sample may lie."""

    namespace: str | None = None
    """Only this one's objects; ``None`` for all."""

    metrics: frozenset[str] = frozenset()
    """Only metrics of these API names; empty for all."""

    def wants(self, key: MetricKey | None) -> bool:
        """Tell whether a metric, or something without a name, is looked at."""
        return not self.metrics or (key is not None and key.metric in self.metrics)


@dataclass(frozen=True, slots=True)
class Previewed:
    """One metric that the API would list, and its values now."""

    listed: Listed
    answers: tuple[Answered, ...]
    """One for each namespace; empty when no label names an object."""

    @property
    def has_value(self) -> bool:
        """Whether anybody who asks gets a value now."""
        return any(v.quantity is not None for a in self.answers for v in a.values)


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole picture."""

    custom: tuple[Previewed, ...]
    """Those with values first, then in the order of the file."""

    external: tuple[Previewed, ...]
    left_out: tuple[LeftOut, ...]
    refused: tuple[LeftOut, ...]
    """Rules whose series query Prometheus refuses, with the reason."""

    notes: tuple[str, ...]
    """What to know when reading this, in whole sentences."""


def preview(
    config: AdapterConfig,
    prometheus: PrometheusPort,
    *,
    mapper: RESTMapper,
    now: float,
    limits: Limits = Limits(),
    progress: Callable[[str], None] = lambda _: None,
) -> Preview:
    """Preview *config* on *prometheus* at *now*.

    Raises ``InputError`` for a config that the adapter would not start with,
    ``PrometheusError`` when Prometheus cannot be asked.
    """
    compiled = compile_config(config, mapper)
    asking = _Asking(prometheus, mapper, limits, progress, now)
    customs = asking.discover(compiled.custom)
    externals = asking.discover(compiled.external)
    custom = list_custom(compiled.custom, customs.found)
    external = list_external(compiled.external, externals.found)
    wanted = [one for one in custom.metrics if limits.wants(one.key)]
    outside = [one for one in external.metrics if limits.wants(one.key)]
    shown = asking.answer((*wanted, *outside))
    left_out = (
        *_empty(compiled.custom, customs, limits),
        *_empty(compiled.external, externals, limits),
        *custom.left_out,
        *external.left_out,
    )
    return Preview(
        custom=_ranked(shown[: len(wanted)]),
        external=_ranked(shown[len(wanted) :]),
        left_out=tuple(one for one in left_out if limits.wants(one.key)),
        refused=(
            *_refused(compiled.custom, customs),
            *_refused(compiled.external, externals),
        ),
        notes=tuple(_notes(config, compiled, (customs, externals), limits)),
    )


@dataclass(frozen=True, slots=True)
class _Asking:
    """Whom is asked, how much, and at which time."""

    prometheus: PrometheusPort
    mapper: RESTMapper
    limits: Limits
    progress: Callable[[str], None]
    now: float

    def discover(self, rules: Iterable[Rule]) -> Discovered:
        return discover(
            [rule.source.series_query for rule in rules],
            self.prometheus,
            start=self.now - self.limits.look_back_seconds,
            limit=self.limits.series,
            progress=self.progress,
        )

    def answer(self, metrics: Iterable[Listed]) -> list[Previewed]:
        """Ask for the current values of all *metrics* together."""
        plans = [(metric, self._questions(metric)) for metric in metrics]
        answers = iter(
            ask_all(
                [question for _, questions in plans for question in questions],
                self.prometheus,
                now=self.now,
                most=self.limits.queries,
                progress=self.progress,
            )
        )
        return [
            Previewed(metric, tuple(itertools.islice(answers, len(questions))))
            for metric, questions in plans
        ]

    def _questions(self, metric: Listed) -> list[Question]:
        return questions_for(
            metric,
            self.mapper,
            namespace=self.limits.namespace,
            objects=self.limits.objects,
        )


def _ranked(metrics: Iterable[Previewed]) -> tuple[Previewed, ...]:
    """Put those with values first, then those of a series together, pods first."""

    def key(metric: Previewed) -> tuple[object, ...]:
        listed = metric.listed
        rank = {PODS: 0, NAMESPACES: 2}.get(listed.key.resource or PODS, 1)
        place = (listed.rule.path, listed.series_name, rank, str(listed.key))
        return not metric.has_value, *place

    return tuple(sorted(metrics, key=key))


def _empty(
    rules: Iterable[Rule], discovered: Discovered, limits: Limits
) -> Iterator[LeftOut]:
    """Name the rules that found nothing at all."""
    for rule in rules:
        query = rule.source.series_query
        if query in discovered.found and not discovered.found[query]:
            back = format_prometheus(limits.look_back_seconds)
            reason = f"no series within the last {back} matches {query!r}"
            yield LeftOut(rule, "", Stage.DISCOVERY, reason)


def _refused(rules: Iterable[Rule], discovered: Discovered) -> Iterator[LeftOut]:
    """Name the rules whose series query is no good."""
    for rule in rules:
        reason = discovered.failed.get(rule.source.series_query)
        if reason is not None:
            yield LeftOut(rule, "", Stage.DISCOVERY, reason)


def _notes(
    config: AdapterConfig,
    compiled: CompiledConfig,
    discovered: Iterable[Discovered],
    limits: Limits,
) -> Iterator[str]:
    yield NO_CLUSTER
    for one in discovered:
        for query in sorted(one.truncated):
            yield f"only the first {limits.series} series of {query!r} were read"
    for rule in (*compiled.custom, *compiled.external):
        yield from _doubled_labels(rule)
    if config.resource_rules is not None:
        yield "resourceRules (metrics.k8s.io) are not previewed"


def _doubled_labels(rule: Rule) -> Iterator[str]:
    """Tell where the adapter takes one of several labels at random."""
    by_resource: dict[str, list[str]] = {}
    for label, resource in rule.association.overrides.items():
        by_resource.setdefault(str(resource), []).append(label)
    for name, labels in by_resource.items():
        if len(labels) > 1:
            yield (
                f"{rule.label}: the labels {', '.join(labels)} all stand for "
                f"{name}; the adapter takes one at random at each start, "
                f"shown here is {labels[0]}"
            )
