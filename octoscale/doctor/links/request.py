"""The request as the controller sends it, and what comes back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hpa.live.metrics import RESOURCE
from octoscale.core.quantity import Quantity, QuantityError
from octoscale.doctor.clue import Clue, broken, follows, note, ok
from octoscale.doctor.links.api import is_available
from octoscale.doctor.links.listed import is_listed
from octoscale.doctor.request import ApiRequest, items_of, shown
from octoscale.doctor.scene import Refusal, Scene, is_ready
from octoscale.kube.restmapper import GroupResource, MapperError

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWN = 5

_LARGEST = 2**63 - 1
"""What reaches it is NaN or infinite, as Prometheus Adapter writes them in milli-units
(``-9223372036854775808m``); read as a quantity it would wrap around."""

_DIGITS = re.compile(r"[+-]?(\d+)")


def examine(scene: Scene) -> Iterator[Clue]:
    """Send every request, and look at the answer as the controller would."""
    for request in scene.requests:
        yield _request(scene, request)


def _request(scene: Scene, request: ApiRequest) -> Clue:
    return (
        _unsendable(scene, request)
        or _outside_namespaces(scene, request)
        or _answered(scene, request)
    )


def _unsendable(scene: Scene, request: ApiRequest) -> Clue | None:
    metric = request.name
    if request.problem:
        return broken(
            request.problem,
            fix="mend kind and apiVersion of describedObject",
            metric=metric,
        )
    if not is_available(scene, request.group):
        return follows(
            f"{request.group} is not there to be asked: see api", metric=metric
        )
    if request.is_of_pods and not scene.selector:
        return follows("which pods to ask for is not known: see pods", metric=metric)
    return None


def _answered(scene: Scene, request: ApiRequest) -> Clue:
    metric = request.name
    answer = scene.answer(request)
    if isinstance(answer, Refusal):
        return _refused(scene, request, answer)
    items = items_of(answer)
    if request.group == RESOURCE:
        return _usage(request, items)
    if not items:
        return broken(
            "the answer is 200 and has no items: the HPA shows <unknown>, and no error "
            "says so",
            shown(request),
            fix="see which labels the links below miss",
            metric=metric,
        )
    return _values(scene, request, items)


def _outside_namespaces(scene: Scene, request: ApiRequest) -> Clue | None:
    """Find objects that are in no namespace: listed by the adapter, never served."""
    asked = request.asked
    if asked is None or not asked.resource or asked.resource == "namespaces":
        return None
    try:
        resource = GroupResource.parse(asked.resource)
        found = scene.cluster.mapper.resource_for(resource)
    except MapperError:
        return None
    answer = scene.answer(request)
    if found.namespaced or not isinstance(answer, Refusal):
        return None
    return broken(
        f"{asked.resource} are outside namespaces, and the controller asks below its "
        "own namespace all the same",
        shown(request),
        f"{answer.status}: {answer.message}",
        fix="serve it as an External metric",
        metric=request.name,
    )


def _refused(scene: Scene, request: ApiRequest, answer: Refusal) -> Clue:
    text = f"{answer.status or 'error'}: {answer.message}"
    if not is_listed(scene, request):
        return follows(text, shown(request), metric=request.name)
    if answer.is_forbidden:
        fix = "this is our own right, not the controller's: see --print-rbac"
    else:
        fix = "see the links below; else what the server behind the API logs"
    return broken(text, shown(request), fix=fix, metric=request.name)


def _usage(request: ApiRequest, items: list[dict[str, Any]]) -> Clue:
    if not items:
        return broken(
            "metrics.k8s.io answers and has no pod of the workload",
            shown(request),
            fix="see what metrics-server logs about these pods",
            metric=request.name,
        )
    names = ", ".join(str(one["metadata"]["name"]) for one in items[:SHOWN])
    return ok(f"usage of {len(items)} pods: {names}", metric=request.name)


def _values(scene: Scene, request: ApiRequest, items: list[dict[str, Any]]) -> Clue:
    metric = request.name
    lines = [_line(item) for item in items[:SHOWN]]
    wrong = [_line(item) for item in items if _is_no_number(item.get("value"))]
    if wrong:
        return broken(
            f"{len(wrong)} of {len(items)} values are NaN or infinite, turned into the "
            "smallest number there is: the HPA scales by it",
            *wrong[:SHOWN],
            fix="guard the query: divide by (… > 0), or let it give nothing",
            metric=metric,
        )
    if request.is_of_pods and not isinstance(scene.pods, Refusal):
        names = {str((one.get("describedObject") or {}).get("name")) for one in items}
        ready = [one["metadata"]["name"] for one in scene.pods if is_ready(one)]
        missing = [name for name in ready if name not in names]
        if missing:
            return note(
                f"{len(ready) - len(missing)} of {len(ready)} ready pods have a value; "
                "the others count as missing and hold a rescale back",
                *lines,
                *(f"no value: {name}" for name in missing[:SHOWN]),
                metric=metric,
                fix="see whether those pods are scraped",
            )
    return ok(f"{len(items)} values arrive", shown(request), *lines, metric=metric)


def _line(item: dict[str, Any]) -> str:
    described = item.get("describedObject") or {}
    labels = item.get("metricLabels") or {}
    name = described.get("name") or ",".join(f"{k}={v}" for k, v in labels.items())
    return f"{name or 'value'}: {item.get('value')}"


def _is_no_number(value: object) -> bool:
    try:
        Quantity.parse(str(value))
    except QuantityError:
        return True
    found = _DIGITS.match(str(value))
    return found is not None and int(found[1]) >= _LARGEST
