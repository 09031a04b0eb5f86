"""Answering requests for custom and external metrics.

From what is asked to the body of the answer: find the metric, name the objects,
build the query, ask, match. Who may ask was decided before; how the answer is
written is ``wire``'s business.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from adapter_rules import results
from adapter_rules.errors import (
    OperatorError,
    PrometheusAnswerError,
    PrometheusError,
    PrometheusUnreachableError,
    QueryError,
    TemplateRunError,
)
from adapter_rules.prometheus.base import QueryResult
from adapter_rules.prometheus.http import NullResultError
from adapter_rules.request import MetricRequest
from adapter_rules.server import parameters as reading
from adapter_rules.server import policy as policies
from adapter_rules.server import status, wire
from adapter_rules.server.addressing import EVERY
from adapter_rules.server.objects import ObjectsError
from adapter_rules.server.reading import Reader
from octoscale.kube.restmapper import MapperError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adapter_rules.listing import Listed
    from adapter_rules.selector import Selector
    from adapter_rules.server.addressing import CustomAsk, ExternalAsk
    from adapter_rules.server.catalogue import Catalogue
    from adapter_rules.server.crossing import Crossing
    from adapter_rules.server.objects import ObjectsPort
    from adapter_rules.server.parameters import Parameters
    from adapter_rules.server.policy import Policy
    from adapter_rules.server.sources import Source
    from adapter_rules.server.telemetry import Telemetry
    from octoscale.kube.restmapper import ApiResource

_EMPTY = QueryResult("vector")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Answers; everything that it needs of the world is given."""

    policy: Policy
    source: Source
    """Evaluates queries: plainly, or several callers' at once."""

    objects: ObjectsPort
    crossing: Crossing
    telemetry: Telemetry
    clock: Callable[[], float]

    async def custom(
        self, ask: CustomAsk, parameters: Parameters, catalogue: Catalogue
    ) -> wire.Body:
        """Answer a request for a custom metric; raises ``StatusError``."""
        picked = reading.object_selector(parameters.labels)
        reading.check_fields(parameters.fields, name=ask.name)
        compat = self.policy.compat
        selector = reading.metric_selector(parameters.metric_labels, compat=compat)
        try:
            resource = catalogue.resource(ask.resource)
        except MapperError:
            raise status.metric_not_found(ask.metric, ask.resource) from None
        listed = self._custom_listed(ask, resource, catalogue)
        if listed is None and not compat:
            raise status.metric_not_found(ask.metric, ask.resource)
        # Upstream lists the objects first, and then finds no such metric.
        names = await self._names(ask, resource, picked)
        if listed is None:
            raise status.metric_not_found(ask.metric, ask.resource)
        request = self._request(ask, resource, names, selector)
        self._check_crossing(ask.metric, listed, request)
        pairs = await self._values(ask, listed, request, names)
        if compat:
            reading.check_selector_field(selector)
        api_version = f"{resource.group}/{resource.version}"
        described = (
            (
                wire.Described(
                    kind=resource.kind,
                    api_version=api_version,
                    namespace=ask.namespace,
                    name=name,
                ),
                value,
            )
            for name, value in pairs
        )
        shown = wire.label_selector(selector)
        return wire.custom_list(ask.version, ask.metric, shown, described)

    async def external(
        self, ask: ExternalAsk, parameters: Parameters, catalogue: Catalogue
    ) -> wire.Body:
        """Answer a request for an external metric; raises ``StatusError``."""
        reading.check_fields(parameters.fields)
        selector = reading.object_selector(parameters.labels)
        listed = catalogue.external(ask.metric)
        if listed is None:
            odd = "namespaces" if ask.namespace == "default" else ""
            raise status.metric_not_found(ask.metric, odd)
        self._check_name(ask.namespace)
        request = MetricRequest(
            metric=ask.metric, namespace=ask.namespace, selector=selector
        )
        self._check_crossing(ask.metric, listed, request)
        try:
            promql = listed.rule.query_for(request, listed.series_name)
        except (QueryError, TemplateRunError) as error:
            self.telemetry.failed(listed.rule.label, str(error))
            raise self._external_refusal(error) from error
        try:
            result = await self.source.plain(promql, rule=listed.rule.label)
        except NullResultError as error:
            if self.policy.compat:
                message = "the provided input did not contain vector query results"
                raise status.plain(message) from error
            raise self._failure(error) from error
        except PrometheusError as error:
            raise self._failure(error) from error
        return self._external_body(ask.metric, listed, result)

    def _custom_listed(
        self, ask: CustomAsk, resource: ApiResource, catalogue: Catalogue
    ) -> Listed | None:
        return catalogue.custom(
            resource.group_resource, ask.metric, namespaced=bool(ask.namespace)
        )

    async def _names(
        self, ask: CustomAsk, resource: ApiResource, picked: Selector
    ) -> Sequence[str]:
        if ask.name != EVERY:
            self._check_name(ask.name)
            self._check_name(ask.namespace)
            return (ask.name,)
        self._check_name(ask.namespace)
        try:
            found = await self.objects.list(
                resource, namespace=ask.namespace, selector=picked
            )
        except ObjectsError as error:
            raise self._internal("unable to list matching resources", error) from error
        if not found:
            raise status.metric_not_found(ask.metric, ask.resource)
        if len(found) > self.policy.max_objects:
            raise status.internal(
                f"the selector picks {len(found)} objects, more than "
                f"{self.policy.max_objects}"
            )
        return [one.name for one in found]

    def _request(
        self,
        ask: CustomAsk,
        resource: ApiResource,
        names: Sequence[str],
        selector: Selector,
    ) -> MetricRequest:
        request = MetricRequest(
            metric=ask.metric,
            group_resource=resource.group_resource,
            namespace=ask.namespace,
            names=tuple(names),
            selector=selector,
        )
        if self.policy.compat or len(names) == 1:
            return request
        return replace(request, names=tuple(map(policies.regex_literal, names)))

    async def _values(
        self,
        ask: CustomAsk,
        listed: Listed,
        request: MetricRequest,
        names: Sequence[str],
    ) -> list[tuple[str, wire.Value]]:
        result, label = await self._result(ask, listed, request, names)
        unusable = results.why_unusable(result)
        if unusable:
            self.telemetry.failed(listed.rule.label, unusable)
            raise self._internal("unable to fetch metrics", unusable)
        found = results.by_object(result, label)
        reader = Reader(
            self.policy, self.telemetry, rule=listed.rule.label, now=self.clock()
        )
        whose = f"{ask.metric} for {ask.resource}"
        if ask.name == EVERY:
            present = ((name, found[name]) for name in names if name in found)
            return reader.several(present, whose=whose)
        if ask.name not in found:
            raise status.metric_not_found(ask.metric, ask.resource, ask.name)
        whose = f"{whose} {ask.name}"
        return [(ask.name, reader.one(found[ask.name], whose=whose))]

    async def _result(
        self,
        ask: CustomAsk,
        listed: Listed,
        request: MetricRequest,
        names: Sequence[str],
    ) -> tuple[QueryResult, str]:
        """Ask; give the result and the label that names the objects in it."""
        resource = request.group_resource
        assert resource is not None  # noqa: S101 - a custom request has one
        try:
            label = listed.rule.association.label_for(resource)
            return await self.source.custom(listed, request, names), label
        except (QueryError, TemplateRunError) as error:
            self.telemetry.failed(listed.rule.label, str(error))
            if isinstance(error, OperatorError) and not self.policy.compat:
                raise status.bad_request(str(error)) from error
            raise status.metric_not_found(ask.metric, ask.resource) from error
        except NullResultError as error:
            if self.policy.compat:
                return _EMPTY, label
            raise self._failure(error) from error
        except PrometheusError as error:
            raise self._failure(error) from error

    def _external_body(
        self, metric: str, listed: Listed, result: QueryResult
    ) -> wire.Body:
        if results.why_unusable(result, external=True):
            message = "encountered an unexpected query result type"
            raise status.plain(message)
        reader = Reader(
            self.policy, self.telemetry, rule=listed.rule.label, now=self.clock()
        )
        items = reader.external(
            result.samples, scalar=result.kind == "scalar", metric=metric
        )
        return wire.external_list(metric, items)

    def _check_name(self, name: str) -> None:
        """Refuse what could be more than a name once it stands in a query."""
        if self.policy.compat or not name or policies.is_safe_name(name):
            return
        raise status.bad_request("the path holds a name that no object can have")

    def _check_crossing(
        self, metric: str, listed: Listed, request: MetricRequest
    ) -> None:
        if self.policy.may_cross(metric):
            return
        if self.crossing.crosses(listed, request):
            raise status.forbidden(
                f"the metric {metric} is computed across namespaces; whoever runs "
                f"the metrics server can allow it by name"
            )

    def _external_refusal(self, error: Exception) -> status.StatusError:
        if isinstance(error, OperatorError) and not self.policy.compat:
            return status.bad_request(str(error))
        return self._internal("unable to fetch metrics", error)

    def _failure(self, error: PrometheusError) -> status.StatusError:
        """Turn a failed query into an answer: an outage is never a zero."""
        away = isinstance(error, PrometheusUnreachableError) or (
            isinstance(error, PrometheusAnswerError) and error.status >= 500
        )
        if away and not self.policy.compat:
            cause = str(error) if self.policy.tell_causes else ""
            return status.unavailable("Prometheus cannot be asked now", cause=cause)
        return self._internal("unable to fetch metrics", error)

    def _internal(self, message: str, error: Exception | str) -> status.StatusError:
        tell = self.policy.tell_causes and not self.policy.compat
        return status.internal(message, cause=str(error) if tell else "")
