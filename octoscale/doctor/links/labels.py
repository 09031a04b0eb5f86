"""The series' labels: whether they name the very objects that the HPA asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.errors import NoLabelError
from adapter_rules.explanation import StepName
from hpa.algorithm.types import ObjectMetric
from octoscale.doctor.clue import Clue, broken, follows, ok, unknown
from octoscale.kube.restmapper import NAMESPACES, GroupResource, MapperError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adapter_rules.rule import Rule
    from adapter_rules.series import Series
    from octoscale.doctor.request import ApiRequest
    from octoscale.doctor.scene import Scene

SHOWN = 5


def examine(scene: Scene) -> Iterator[Clue]:
    """Hold the labels of each metric's series against the cluster's objects."""
    for request in scene.requests:
        if request.asked is not None:
            yield _labels(scene, request)


def _labels(scene: Scene, request: ApiRequest) -> Clue:
    metric = request.name
    if scene.rules.prometheus is None:
        return unknown("no Prometheus to ask", fix="--prometheus URL", metric=metric)
    serving = scene.rules.serving(request)
    if not serving:
        return follows("no series to look at: see rule and series", metric=metric)
    rule, series = serving[-1]
    if request.is_external:
        return _external(scene, request, rule, series)
    resource = _resource(scene, request)
    try:
        label = rule.association.label_for(resource)
    except NoLabelError:
        label = ""
    wanted = _wanted(scene, request)
    values = {one.labels.get(label, "") for one in series} - {""}
    if not values:
        return _unnamed(scene, request, series, wanted)
    strange = _in_namespace(scene, request, rule, series)
    if strange is not None:
        return strange
    return _held(request, label, values, wanted)


def _held(request: ApiRequest, label: str, values: set[str], wanted: set[str]) -> Clue:
    if not wanted:
        return unknown(
            "there are no objects to compare with: see pods", metric=request.name
        )
    if wanted & values:
        return ok(
            f"{label} names {len(wanted & values)} of {len(wanted)} objects",
            metric=request.name,
        )
    return broken(
        f"the series describe others than the HPA asks for: {label} names none of them",
        f"{label} is {_some(values)}",
        f"asked for: {_some(wanted)}",
        fix="a Pods metric counts the pods of the scale target only: take an Object or "
        "External metric for what others measure"
        if request.is_of_pods
        else "mend the name in describedObject, or the series' label",
        metric=request.name,
    )


def _unnamed(
    scene: Scene, request: ApiRequest, series: Iterable[Series], wanted: set[str]
) -> Clue:
    """Say that no label names the object, and which one could."""
    labels = sorted({label for one in series for label in one.labels})
    could = [
        label
        for label in labels
        if wanted & {one.labels.get(label, "") for one in series}
    ]
    resource = _resource(scene, request)
    evidence = [f"the labels are {', '.join(labels)}"]
    evidence += [f"{label} holds names of the objects" for label in could]
    if could:
        kind = scene.cluster.mapper.singular_for(resource.resource)
        fix = f"add the override {could[0]}: {{resource: {kind}}}"
    else:
        fix = (
            f"attach a label with the name in the scrape configuration (relabel "
            f"__meta_kubernetes_pod_name to pod), and override it to {resource}"
        )
    return broken(
        f"no label of the series stands for {resource}",
        *evidence,
        fix=fix,
        metric=request.name,
    )


def _in_namespace(
    scene: Scene, request: ApiRequest, rule: Rule, series: Iterable[Series]
) -> Clue | None:
    if request.asked is None or not request.asked.namespace:
        return None
    try:
        label = rule.association.label_for(NAMESPACES)
    except NoLabelError:
        return None
    values = {one.labels.get(label, "") for one in series}
    if scene.namespace in values:
        return None
    return broken(
        f"no series is in the namespace {scene.namespace}: {label} is {_some(values)}",
        fix=f"see where the label {label} comes from, or override the one that names "
        "the pods' namespace (exported_namespace?)",
        metric=request.name,
    )


def _external(
    scene: Scene, request: ApiRequest, rule: Rule, series: Iterable[Series]
) -> Clue:
    """External requests always add the HPA's namespace, unless the rule forbids it."""
    if rule.source.resources.namespaced is False:
        return ok("the rule asks over all namespaces", metric=request.name)
    story = scene.rules.story(request)
    if isinstance(story, str) or story is None:
        return unknown("see rule", metric=request.name)
    strange = _in_namespace(scene, request, rule, series)
    if strange is None:
        return ok(f"series are in {scene.namespace}", metric=request.name)
    built = any(one.name is StepName.QUERY for one in story.steps)
    query = next(
        (one.text for one in story.steps if one.name is StepName.QUERY), "no query"
    )
    if built and scene.namespace not in query:
        return ok("the query does not ask for a namespace", metric=request.name)
    return broken(
        f'the request asks for namespace="{scene.namespace}", and the series are '
        "elsewhere or in none",
        strange.text,
        query,
        fix="set resources: {namespaced: false} in the external rule (adapter 0.9 and "
        "later), or give the series the HPA's namespace",
        metric=request.name,
    )


def _resource(scene: Scene, request: ApiRequest) -> GroupResource:
    wanted = GroupResource.parse(request.asked.resource if request.asked else "")
    try:
        return scene.cluster.mapper.resource_for(wanted).group_resource
    except MapperError:
        return wanted


def _wanted(scene: Scene, request: ApiRequest) -> set[str]:
    if isinstance(request.spec, ObjectMetric) and request.asked is not None:
        return {request.asked.name}  # of a namespace, the HPA's own is asked for
    return set(scene.pod_names)


def _some(values: Iterable[str]) -> str:
    known = sorted(values)
    more = f" and {len(known) - SHOWN} more" if len(known) > SHOWN else ""
    return ", ".join(repr(one) for one in known[:SHOWN]) + more
