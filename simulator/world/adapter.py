"""Prometheus Adapter: lists metrics from stored series, and answers for them.

It implements the autoscaler's metrics port, with the errors that the real
adapter answers. The rules are applied by ``adapter_rules``; the queries that
they give are evaluated in the simulated subset.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from adapter_rules import values
from adapter_rules.errors import RuleError
from adapter_rules.listing import Listed, MetricKey, list_custom, list_external
from adapter_rules.request import MetricRequest
from adapter_rules.selector import Selector
from hpa.algorithm.types import PodSample
from hpa.errors import PortError
from octoscale.kube.restmapper import NAMESPACES, PODS, GroupResource, MapperError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adapter_rules.rule import CompiledConfig, Rule
    from adapter_rules.series import Series
    from hpa.algorithm.types import (
        ExternalMetric,
        MetricSpec,
        ObjectMetric,
        ObjectReference,
        PodsMetric,
        PodUsage,
    )
    from octoscale.kube.restmapper import RESTMapper
    from simulator.world.answers import Answers
    from simulator.world.evaluation import Row

    Found = dict[str, list[Series]]


@dataclass(frozen=True, slots=True)
class Look:
    """What an answer was made from."""

    series_name: str
    """The series that backs the metric."""

    stored: int
    """How many of its samples an instant query found."""

    oldest_seconds: float | None
    """The age of the oldest of them; ``None`` without any."""

    query: str = ""
    """The query that the rule gave."""

    rows: tuple[Row, ...] = ()
    """What it yielded."""


class _Asked(NamedTuple):
    """A question, and the query that it became."""

    rule: Rule
    series_name: str
    request: MetricRequest
    text: str


class Watch(Protocol):
    """What tells the time."""

    @property
    def now(self) -> float:
        """The time, in seconds."""
        ...

    @property
    def now_ms(self) -> int:
        """The time, in whole milliseconds."""
        ...


class Adapter:
    """The adapter; MetricsPort of ``hpa.ports``."""

    def __init__(  # noqa: PLR0913 - its neighbours, each by name
        self,
        clock: Watch,
        *,
        rules: CompiledConfig,
        mapper: RESTMapper,
        namespace: str,
        prometheus: Answers,
        list_pods: Callable[[str], Sequence[str]],
        query_seconds: float = 0.0,
    ) -> None:
        """Answer the autoscaler of *namespace*; nothing is listed yet."""
        self._clock = clock
        self._rules = rules
        self._mapper = mapper
        self._namespace = namespace
        self._prometheus = prometheus
        self._list_pods = list_pods
        self._query_ms = round(query_seconds * 1000)
        self._listed: dict[MetricKey, Listed] = {}
        self._found_last: tuple[Found, Found] = ({}, {})
        self._asked_last: dict[MetricSpec, _Asked] = {}
        self.looks: dict[MetricSpec, Look] = {}
        """What the last answer for each metric was made from."""

    def relist(self, look_back_seconds: float) -> None:
        """Look for the series of the last *look_back_seconds*, and list anew."""
        start_ms = self._clock.now_ms - round(look_back_seconds * 1000)
        custom = self._found(self._rules.custom, start_ms)
        external = self._found(self._rules.external, start_ms)
        if self._found_last == (custom, external):
            return  # the same series are listed in the same way
        self._found_last = (custom, external)
        listed = (
            *list_custom(self._rules.custom, custom).metrics,
            *list_external(self._rules.external, external).metrics,
        )
        self._listed = {one.key: one for one in listed}

    # The metrics port.

    def pods(self, metric: PodsMetric, selector: str) -> tuple[PodSample, ...]:
        """Answer for the pods that *selector* finds; those without are left out."""
        names = tuple(self._list_pods(selector))
        listed = self._find(PODS, metric.name, namespaced=True)
        if not names:
            raise _not_found(metric.name, PODS)
        rows = self._answer(metric, listed, self._request(metric, PODS, names))
        found, now = self._by_object(listed, PODS, rows), self._clock.now
        return tuple(
            [
                PodSample(pod=name, value_milli=found[name], time=now)
                for name in names
                if name in found
            ]
        )

    def object(self, metric: ObjectMetric) -> int:
        """Answer for one object, which need not exist."""
        described = metric.described_object
        resource, namespaced = self._resource_of(described)
        listed = self._find(resource, metric.name, namespaced=namespaced)
        request = self._request(metric, resource, (described.name,))
        rows = self._answer(metric, listed, request)
        found = self._by_object(listed, resource, rows)
        if described.name not in found:
            raise _not_found(metric.name, resource, described.name)
        return found[described.name]

    def external(self, metric: ExternalMetric) -> tuple[int, ...]:
        """Answer with the value of every series that the rule's query gives."""
        listed = self._listed.get(MetricKey(None, metric.name, namespaced=True))
        if listed is None:
            raise PortError(f"the server could not find the metric {metric.name} for ")
        rows = self._answer(metric, listed, self._request(metric, None, ()))
        return tuple(values.milli(row.value, "external") for row in rows)

    def resource(self, selector: str) -> tuple[PodUsage, ...]:
        """Refuse: nothing here measures what containers use."""
        raise PortError(f"metrics.k8s.io is not simulated (asked for {selector!r})")

    # How it is done.

    def _found(self, rules: Sequence[Rule], start_ms: int) -> Found:
        """Ask for each series query once, as ``/api/v1/series`` answers it."""
        now_ms = self._clock.now_ms
        return {
            query: self._prometheus.series(query, start_ms, now_ms)
            for query in dict.fromkeys(rule.source.series_query for rule in rules)
        }

    def _resource_of(self, described: ObjectReference) -> tuple[GroupResource, bool]:
        """Map the described object's kind, as the controller's client does."""
        group = described.api_version.rpartition("/")[0]
        kind = f'kind "{described.kind}" in group "{group}"'
        try:
            found = self._mapper.resource_for(GroupResource(group, described.kind))
        except MapperError:
            raise PortError(f"no matches for {kind}") from None
        if found.group != group:
            raise PortError(f"no matches for {kind}")
        return found.group_resource, found.namespaced

    def _find(
        self, resource: GroupResource, metric: str, *, namespaced: bool
    ) -> Listed:
        listed = self._listed.get(MetricKey(resource, metric, namespaced))
        if listed is None:
            raise _not_found(metric, resource)
        return listed

    def _request(
        self,
        metric: PodsMetric | ObjectMetric | ExternalMetric,
        resource: GroupResource | None,
        names: tuple[str, ...],
    ) -> MetricRequest:
        return MetricRequest(
            metric=metric.name,
            group_resource=resource,
            namespace="" if resource == NAMESPACES else self._namespace,
            names=names,
            selector=Selector.parse(metric.selector),
        )

    def _answer(
        self, metric: MetricSpec, listed: Listed, request: MetricRequest
    ) -> list[Row]:
        """Build the query, evaluate it, and note what it was answered from."""
        text = self._query(metric, listed, request)
        now_ms = self._clock.now_ms - self._query_ms
        ages = self._prometheus.ages(text, now_ms)
        rows = self._prometheus.rows(text, now_ms)
        oldest = max(ages) / 1000 if ages else None
        look = Look(listed.series_name, len(ages), oldest, text, tuple(rows))
        self.looks[metric] = look
        return rows

    def _query(self, metric: MetricSpec, listed: Listed, request: MetricRequest) -> str:
        """Build the query; the last one's text is good for the same question."""
        rule, series_name = listed.rule, listed.series_name
        last = self._asked_last.get(metric)
        if last and last[:3] == (rule, series_name, request):
            return last.text
        try:
            text = rule.query_for(request, series_name)
        except RuleError as error:
            resource = request.group_resource or GroupResource("", "")
            raise _not_found(request.metric, resource) from error
        self._asked_last[metric] = _Asked(rule, series_name, request, text)
        return text

    def _by_object(
        self, listed: Listed, resource: GroupResource, rows: Sequence[Row]
    ) -> dict[str, int]:
        """Find each object's value by the label that names it; the last one wins."""
        label = listed.rule.association.label_for(resource)
        return {
            dict(row.labels).get(label, ""): values.milli(row.value) for row in rows
        }


def _not_found(metric: str, resource: GroupResource, name: str = "") -> PortError:
    """Word a refusal as the metrics API's server does."""
    text = f"the server could not find the metric {metric} for {resource} {name}"
    return PortError(text.rstrip())
