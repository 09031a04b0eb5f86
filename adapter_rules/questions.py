"""Which questions a consumer could ask about a listed metric.

Without a cluster, objects and namespaces are those that the series' own labels
name. Asking the questions belongs to ``preview``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from adapter_rules.errors import NoLabelError, QueryError, TemplateError
from adapter_rules.request import MetricRequest
from adapter_rules.stages.association import ROOT_SCOPED
from octoscale.kube.restmapper import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adapter_rules.listing import Listed
    from octoscale.kube.restmapper import GroupResource, RESTMapper

ANY_NAMESPACE = "default"
"""Asked for where the series name no namespace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request and the PromQL that it becomes."""

    request: MetricRequest
    promql: str = ""
    """Empty when no query can be built."""

    label: str = ""
    """The label that names the objects in the result; empty for external ones."""

    obstacle: str = ""
    """Why no query can be built."""

    unasked: int = 0
    """Objects beyond the limit, which the query leaves out."""

    assumed_namespace: bool = False
    """Whether the namespace is ours, because the series name none."""


def questions_for(
    listed: Listed, mapper: RESTMapper, *, namespace: str | None, objects: int
) -> list[Question]:
    """Plan the questions about one metric: one a namespace.

    *namespace* leaves only that one; at most *objects* objects are asked for at
    a time. Empty when no label's value names an object.
    """
    resource = listed.key.resource
    if resource is None:
        return list(_external(listed, namespace))
    obstacle = _scope_obstacle(resource, mapper)
    if obstacle:
        request = MetricRequest(metric=listed.key.metric, group_resource=resource)
        return [Question(request=request, obstacle=obstacle)]
    return list(_custom(listed, resource, namespace, objects))


def _scope_obstacle(resource: GroupResource, mapper: RESTMapper) -> str:
    """Say why the adapter can serve no objects of a cluster-scoped resource."""
    if resource in ROOT_SCOPED or mapper.resource_for(resource).namespaced:
        return ""
    return (
        f"{resource} are not in namespaces, but listed as if they were: "
        "the adapter answers 404 on either path"
    )


def _custom(
    listed: Listed, resource: GroupResource, namespace: str | None, objects: int
) -> Iterator[Question]:
    association = listed.rule.association
    try:
        label = association.label_for(resource)
        in_namespaces = resource not in ROOT_SCOPED
        scope = association.label_for(NAMESPACES) if in_namespaces else ""
    except NoLabelError as error:
        request = MetricRequest(metric=listed.key.metric, group_resource=resource)
        yield Question(request=request, obstacle=str(error))
        return
    names = _names(listed, label, scope)
    for owner, found in sorted(names.items()):
        asked = owner or (namespace or ANY_NAMESPACE if scope else "")
        wanted = sorted(found)
        if resource == NAMESPACES and namespace:
            wanted = [name for name in wanted if name == namespace]
        elif scope and namespace not in (None, asked):
            continue
        if wanted:
            request = MetricRequest(
                metric=listed.key.metric,
                group_resource=resource,
                namespace=asked,
                names=tuple(wanted[:objects]),
            )
            question = _built(listed, request, label, assumed=bool(scope) and not owner)
            yield replace(question, unasked=max(0, len(wanted) - objects))


def _names(listed: Listed, label: str, scope: str) -> dict[str, set[str]]:
    """Give the objects' names by namespace; empty ones name nothing."""
    names: dict[str, set[str]] = {}
    for series in listed.series:
        name = series.labels.get(label) or series.labels.get(listed.label)
        if name:
            names.setdefault(series.labels.get(scope, ""), set()).add(name)
    return names


def _external(listed: Listed, namespace: str | None) -> Iterator[Question]:
    scoped = listed.rule.source.resources.namespaced is not False
    owners: Iterable[str] = [""]
    try:
        if scoped:
            label = listed.rule.association.label_for(NAMESPACES)
            owners = sorted({s.labels.get(label, "") for s in listed.series})
    except NoLabelError as error:
        request = MetricRequest(metric=listed.key.metric)
        yield Question(request=request, obstacle=str(error))
        return
    for owner in owners:
        asked = owner or namespace or ANY_NAMESPACE
        if namespace in (None, asked):
            request = MetricRequest(metric=listed.key.metric, namespace=asked)
            yield _built(listed, request, "", assumed=not owner)


def _built(
    listed: Listed, request: MetricRequest, label: str, *, assumed: bool
) -> Question:
    try:
        promql = listed.rule.query_for(request, listed.series_name)
    except (QueryError, TemplateError) as error:
        return Question(request=request, label=label, obstacle=str(error))
    return Question(
        request=request, promql=promql, label=label, assumed_namespace=assumed
    )
