"""One request through all stages, on a live Prometheus: value, or first break.

As an HPA would send it, and as the adapter would answer it. No cluster is asked:
for ``*`` the objects are those that the series' labels name. What becomes of
every metric of a config is ``preview``'s business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from adapter_rules import results
from adapter_rules.discovering import Discovered, discover
from adapter_rules.errors import (
    NoLabelError,
    PrometheusAnswerError,
    QueryError,
    SelectorError,
    TemplateError,
)
from adapter_rules.explanation import Asked, Explanation, Step, StepName
from adapter_rules.listing import MetricKey, list_custom, list_external
from adapter_rules.matching import match
from adapter_rules.request import MetricRequest
from adapter_rules.rule import compile_config
from adapter_rules.selector import Selector
from adapter_rules.stages.association import ROOT_SCOPED
from adapter_rules.stages.discovery import LOOK_BACK_SECONDS
from adapter_rules.unanswered import why_empty
from adapter_rules.unlisted import SHOWN, Scene, why_unlisted
from octoscale.kube.restmapper import NAMESPACES, GroupResource, MapperError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_rules.asking import ObjectValue
    from adapter_rules.listing import Listed, Listing
    from adapter_rules.model import AdapterConfig
    from adapter_rules.prometheus.base import PrometheusPort, QueryResult
    from adapter_rules.rule import CompiledConfig
    from adapter_rules.series import Series
    from octoscale.kube.restmapper import RESTMapper

ALL = "*"
"""The name that asks for every object."""

NO_VALUES = "no values: only a real Prometheus evaluates the query"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is asked for."""

    series: int = 10_000
    """Series that each question may give."""

    look_back_seconds: float = LOOK_BACK_SECONDS
    evaluate: bool = True
    """Whether the query is asked; else the story ends with it."""


def explain(
    asked: Asked,
    config: AdapterConfig,
    prometheus: PrometheusPort,
    *,
    mapper: RESTMapper,
    now: float,
    limits: Limits = Limits(),
) -> Explanation:
    """Follow *asked* through *config* on *prometheus*.

    Raises ``InputError`` for a config that the adapter would not start with,
    ``PrometheusError`` when Prometheus cannot be asked at all.
    """
    compiled = compile_config(config, mapper)
    story = _Story(asked, compiled, prometheus, mapper, now, limits)
    story.tell()
    return Explanation(
        asked=asked,
        steps=tuple(story.steps),
        values=tuple(story.values),
        answer=story.answer,
        notes=tuple(story.notes),
    )


class _BreakError(Exception):
    """The story ends here."""


@dataclass(slots=True)
class _Story:
    """Tells step after step, and stops at the first broken one."""

    asked: Asked
    compiled: CompiledConfig
    prometheus: PrometheusPort
    mapper: RESTMapper
    now: float
    limits: Limits
    steps: list[Step] = field(default_factory=list)
    values: list[ObjectValue] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    answer: str = ""

    def tell(self) -> None:
        try:
            resource, selector = self._request()
            listed = self._listed(resource)
            request = self._names(listed, resource, selector)
            promql = self._query(listed, request)
            if self.limits.evaluate:
                self._result(listed, request, promql)
            else:
                self.notes.append(NO_VALUES)
        except _BreakError:
            return

    def _request(self) -> tuple[GroupResource | None, Selector]:
        asked = self.asked
        try:
            selector = Selector.parse(asked.selector)
        except SelectorError as error:
            self._break(
                StepName.REQUEST, f"the selector is wrong: {error}", "write a=b"
            )
        if not asked.resource:
            self._say(StepName.REQUEST, f"GET {asked.path}")
            return None, selector
        try:
            found = self.mapper.resource_for(GroupResource.parse(asked.resource))
        except MapperError as error:
            self._break(
                StepName.REQUEST, f"{error}", "name the resource as kubectl does"
            )
        resource = found.group_resource
        if not found.namespaced and resource not in ROOT_SCOPED:
            self._break(
                StepName.REQUEST,
                f"{resource} are outside namespaces: the adapter lists their metrics "
                "and answers 404 on either path",
                "serve it as an external metric",
            )
        if found.namespaced and not asked.namespace:
            self._break(
                StepName.REQUEST, f"{resource} are in namespaces", "name one with -n"
            )
        self._say(StepName.REQUEST, f"GET {asked.path}: of {resource}")
        return resource, selector

    def _listed(self, resource: GroupResource | None) -> Listed:
        rules = self.compiled.external if resource is None else self.compiled.custom
        discovered = discover(
            [rule.source.series_query for rule in rules],
            self.prometheus,
            start=self.now - self.limits.look_back_seconds,
            limit=self.limits.series,
            progress=lambda _: None,
        )
        lists = list_external if resource is None else list_custom
        listing = lists(rules, discovered.found)
        key = MetricKey(
            resource,
            self.asked.metric,
            namespaced=resource is None or resource not in ROOT_SCOPED,
        )
        listed = next((m for m in listing.metrics if m.key == key), None)
        if listed is None or discovered.failed:
            scene = Scene(
                self.asked.metric, resource, rules, discovered, listing, self._look
            )
            self.steps.append(why_unlisted(scene))
            self.answer = _not_found(self.asked)
            raise _BreakError
        self._tell_listed(listed, listing, discovered)
        return listed

    def _tell_listed(
        self, listed: Listed, listing: Listing, discovered: Discovered
    ) -> None:
        rule, series = listed.rule, listed.series
        found = discovered.found[rule.source.series_query]
        self._say(
            StepName.DISCOVERY,
            f"{rule.label} finds {len(found)} series by {rule.source.series_query}",
            *map(str, series[:SHOWN]),
        )
        left = [x for x in listing.left_out if x.rule is rule and x.key is None]
        self._say(
            StepName.FILTERS,
            f"{len(series)} of them are {listed.series_name}",
            *(f"left out: {x.series_name}: {x.reason}" for x in left[:SHOWN]),
        )
        if listed.key.resource is not None:
            names = sorted({one.labels.get(listed.label, "") for one in series})
            self._say(
                StepName.ASSOCIATION,
                f"the label {listed.label} names {listed.key.resource}",
                *(f"{listed.label}={name!r}" for name in names[:SHOWN]),
            )
        self._say(
            StepName.NAMING, f"{listed.series_name} is called {listed.key.metric}"
        )
        lost = [x for x in listing.left_out if x.key == listed.key]
        self._say(
            StepName.LISTING,
            f"listed as {listed.key}",
            *(f"{x.rule.label}: {x.series_name}: {x.reason}" for x in lost),
        )

    def _names(
        self, listed: Listed, resource: GroupResource | None, selector: Selector
    ) -> MetricRequest:
        asked = self.asked
        names: tuple[str, ...] = (asked.name,) if asked.name else ()
        namespace = "" if resource in ROOT_SCOPED else asked.namespace
        if asked.name == ALL and resource is not None:
            names = self._objects(listed, resource, namespace)
            self.notes.append(
                "no cluster was asked: the objects of '*' are those that the series "
                "name"
            )
        return MetricRequest(
            metric=asked.metric,
            group_resource=resource,
            namespace=namespace,
            names=names,
            selector=selector,
        )

    def _objects(
        self, listed: Listed, resource: GroupResource, namespace: str
    ) -> tuple[str, ...]:
        """Give the objects that the series of the namespace name."""
        try:
            label = listed.rule.association.label_for(resource)
            scope = listed.rule.association.label_for(NAMESPACES) if namespace else ""
        except NoLabelError as error:
            self._break(StepName.QUERY, str(error), "add the override of that label")
        inside = [
            one
            for one in listed.series
            if not scope or one.labels.get(scope) == namespace
        ]
        names = sorted({one.labels.get(label, "") for one in inside} - {""})
        if not names:
            spaces = sorted({one.labels.get(scope, "") for one in listed.series})
            self._break(
                StepName.QUERY,
                f"no series names one of the {resource} in namespace {namespace!r}",
                "ask in a namespace that the series have",
                *(f"{scope}={space!r}" for space in spaces[:SHOWN]),
            )
        return tuple(names)

    def _query(self, listed: Listed, request: MetricRequest) -> str:
        try:
            promql = listed.rule.query_for(request, listed.series_name)
        except (QueryError, TemplateError) as error:
            self._break(
                StepName.QUERY,
                f"no query can be built: {error}",
                "mend resources or metricsQuery of " + listed.rule.label,
            )
        self._say(StepName.QUERY, promql)
        return promql

    def _result(self, listed: Listed, request: MetricRequest, promql: str) -> None:
        try:
            result = self.prometheus.query(promql, self.now)
        except PrometheusAnswerError as error:
            if not error.is_about_the_question:
                raise
            self.answer = "500: Internal error occurred: unable to fetch metrics"
            self._break(
                StepName.RESULT,
                f"Prometheus refuses the query: {error}",
                "try it in Prometheus, then mend metricsQuery",
                answer=self.answer,
            )
        unusable = results.why_unusable(result, external=request.is_external)
        if unusable:
            self._break(
                StepName.RESULT, unusable, "let the query end in a vector", answer="500"
            )
        if not result.samples:
            text, evidence = why_empty(promql, self._look)
            self._break(
                StepName.RESULT,
                f"the query gives no sample: {text}",
                "compare the labels with what the request asks for",
                *evidence,
                answer="200 with no items: the HPA has no value"
                if request.is_external or self.asked.name == ALL
                else f"{_not_found(self.asked)} {self.asked.name}",
            )
        self._matched(listed, request, result)

    def _matched(
        self, listed: Listed, request: MetricRequest, result: QueryResult
    ) -> None:
        label = ""
        if request.group_resource is not None:
            label = listed.rule.association.label_for(request.group_resource)
        found = match(result, label, request)
        if not found.arrived:
            self._break(
                StepName.RESULT,
                f"{found.text}, and none is for what was asked: {found.absent}",
                f"let the result keep {label}: by (<<.GroupBy>>)",
                *found.samples[:SHOWN],
            )
        self._say(
            StepName.RESULT, found.text, *found.samples[:SHOWN], *found.dropped[:SHOWN]
        )
        self.values += found.values
        self._arrived()

    def _arrived(self) -> None:
        """Say what arrives; a number that is none is a break."""
        wrong = [value for value in self.values if value.note and value.quantity]
        shown = [
            f"{value.name or dict(value.labels)}: {value.quantity.canonical}"
            for value in self.values
            if value.quantity is not None
        ]
        if wrong:
            self._break(
                StepName.VALUE,
                f"the value is {wrong[0].note}",
                "guard the query: divide by (… > 0), or add … and … > 0",
                *shown[:SHOWN],
            )
        self._say(StepName.VALUE, "; ".join(shown[:SHOWN]))

    def _look(self, selector: str) -> Sequence[Series]:
        """Find the series of a selector; one that is refused finds none."""
        start = self.now - self.limits.look_back_seconds
        try:
            found = self.prometheus.series(selector, limit=SHOWN * 4, start=start)
        except PrometheusAnswerError:
            return ()
        return found.series

    def _say(self, name: StepName, text: str, *evidence: str) -> None:
        self.steps.append(Step(name=name, text=text, evidence=evidence))

    def _break(
        self, name: StepName, text: str, hint: str, *evidence: str, answer: str = ""
    ) -> NoReturn:
        step = Step(name=name, text=text, evidence=evidence, broken=True, hint=hint)
        self.steps.append(step)
        if name is not StepName.VALUE:
            self.answer = answer or _not_found(self.asked)
        raise _BreakError


def _not_found(asked: Asked) -> str:
    return (
        f"404: the server could not find the metric {asked.metric} for {asked.resource}"
    )
