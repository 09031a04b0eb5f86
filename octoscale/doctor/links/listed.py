"""The listing: whether the metrics API names the metric among those that it serves."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from adapter_rules.explanation import Explanation
from hpa.live.metrics import RESOURCE
from octoscale.doctor.clue import Clue, broken, follows, note, ok, unknown
from octoscale.doctor.links.api import is_available, is_stranger, versions_of
from octoscale.doctor.request import items_of
from octoscale.doctor.scene import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.doctor.request import ApiRequest
    from octoscale.doctor.scene import Scene

SHOWN = 5

ALIKE = 0.7
"""So much alike a name is to be proposed for another (``difflib``'s ratio)."""

_LATE = (
    "the server lists anew at each relist interval, Prometheus Adapter reads its "
    "config only at its start, and its Prometheus may be another one or refuse it"
)


def examine(scene: Scene) -> Iterator[Clue]:
    """Look every custom and external metric up; resource metrics are not listed."""
    for request in scene.requests:
        if request.group != RESOURCE:
            yield _metric(scene, request)


def names_of(scene: Scene, group: str) -> tuple[str, ...] | Refusal:
    """Give what a group lists: ``pods/hits``, or ``hits`` of external metrics."""
    refused = Refusal("no version of it answers")
    for version in versions_of(group):
        document = scene.cluster.document(f"/apis/{group}/{version}")
        if isinstance(document, Refusal):
            refused = document
            continue
        resources = document.get("resources") or ()
        return tuple(str(one.get("name")) for one in resources)
    return refused


def wanted_name(request: ApiRequest) -> str:
    """Write the metric as the listing does."""
    asked = request.asked
    if asked is None or not asked.resource:
        return request.name
    return f"{asked.resource}/{request.name}"


def is_listed(scene: Scene, request: ApiRequest) -> bool:
    """Tell whether it is listed; unknown counts as yes: the request will tell."""
    names = names_of(scene, request.group)
    return isinstance(names, Refusal) or wanted_name(request) in names


def _metric(scene: Scene, request: ApiRequest) -> Clue:
    if not is_available(scene, request.group):
        return follows(f"{request.group} cannot list: see api", metric=request.name)
    names = names_of(scene, request.group)
    if isinstance(names, Refusal):
        return unknown(
            f"the listing of {request.group} cannot be read: {names.message}",
            metric=request.name,
        )
    wanted = wanted_name(request)
    if wanted in names:
        return ok(f"{wanted} is listed", metric=request.name)
    return _unlisted(scene, request, wanted, names)


def _unlisted(
    scene: Scene, request: ApiRequest, wanted: str, names: tuple[str, ...]
) -> Clue:
    if items_of(scene.answer(request)):
        return note(
            f"{wanted} is not listed, and is answered all the same", metric=request.name
        )
    owner = scene.rules.owner(request.group)
    if owner is not None and is_stranger(scene, owner, request):
        return follows(f"{owner} does not list {wanted}: see api", metric=request.name)
    story = scene.rules.story(request)
    if isinstance(story, Explanation) and story.broken is None:
        return broken(
            f"{wanted} is not listed, although the rules and Prometheus serve it: the "
            "server does not know them yet",
            fix=_LATE,
            metric=request.name,
        )
    return _missing(wanted, names, request)


def _missing(wanted: str, names: tuple[str, ...], request: ApiRequest) -> Clue:
    metric = request.name
    same = [one for one in names if one.rpartition("/")[2] == metric]
    prefix = wanted.removesuffix(metric)
    known = [one.removeprefix(prefix) for one in names if one.startswith(prefix)]
    near = difflib.get_close_matches(metric, known, n=SHOWN, cutoff=ALIKE)
    shown = list(dict.fromkeys([*(f"{prefix}{one}" for one in near), *same]))[:SHOWN]
    text = f"{wanted} is not among the {len(names)} metrics that are listed"
    if same:
        kinds = ", ".join(one.partition("/")[0] for one in same)
        text += f": the name is served for {kinds} only"
    fix = f"did you mean {shown[0]}?" if shown else f"see the links below; {_LATE}"
    return broken(text, *(f"listed: {one}" for one in shown), fix=fix, metric=metric)
