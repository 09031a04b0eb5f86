"""The series behind the rule: there, and still getting samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.doctor.clue import Clue, broken, follows, ok, unknown
from octoscale.doctor.links.rule import series_are_missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.doctor.request import ApiRequest
    from octoscale.doctor.scene import Scene

SHOWN = 3


def examine(scene: Scene) -> Iterator[Clue]:
    """Look for the series of each metric."""
    for request in scene.requests:
        if request.asked is not None:
            yield _series(scene, request)


def is_gone(scene: Scene, request: ApiRequest) -> bool:
    """Tell whether the rule's series are missing, or get no samples any more."""
    story = scene.rules.story(request)
    if story is None or isinstance(story, str):
        return False
    if series_are_missing(story.broken):
        return True
    serving = scene.rules.serving(request)
    return bool(serving) and all(
        scene.rules.has_samples(rule, found[0].name) is False for rule, found in serving
    )


def _series(scene: Scene, request: ApiRequest) -> Clue:
    metric = request.name
    if scene.rules.prometheus is None:
        return unknown("no Prometheus to ask", fix="--prometheus URL", metric=metric)
    story = scene.rules.story(request)
    if story is None or isinstance(story, str):
        return unknown("which series is not known: see rule", metric=metric)
    if series_are_missing(story.broken):
        step = story.broken
        return broken(
            step.text if step is not None else "",
            fix="see the links below: is the exporter scraped, and does it expose it?",
            metric=metric,
        )
    serving = scene.rules.serving(request)
    if not serving:
        return follows("no rule says which series: see rule", metric=metric)
    found = [one for _, series in serving for one in series]
    if is_gone(scene, request):
        return broken(
            f"{len(found)} series were there within the last "
            f"{scene.rules.look_back(request.group):g} s, and none has a sample now",
            *map(str, found[:SHOWN]),
            fix="the exporter is gone, or exposes it no longer: see the links below",
            metric=metric,
        )
    return ok(f"{len(found)} series", *map(str, found[:SHOWN]), metric=metric)
