"""The query that the rule builds for the request, and what it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.explanation import StepName
from octoscale.doctor.clue import Clue, broken, follows, ok, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.doctor.request import ApiRequest
    from octoscale.doctor.scene import Scene

_OURS = (StepName.QUERY, StepName.RESULT, StepName.VALUE)


def examine(scene: Scene) -> Iterator[Clue]:
    """Have Prometheus answer each query."""
    for request in scene.requests:
        if request.asked is not None:
            yield _query(scene, request)


def _query(scene: Scene, request: ApiRequest) -> Clue:
    metric = request.name
    if scene.rules.prometheus is None:
        return unknown("no Prometheus to ask", fix="--prometheus URL", metric=metric)
    story = scene.rules.story(request)
    if story is None:
        return unknown("no rule to build it from: see rule", metric=metric)
    step = None if isinstance(story, str) else story.broken
    if isinstance(story, str) or (step is not None and step.name not in _OURS):
        return follows("no query comes about: see rule", metric=metric)
    query = [one.text for one in story.steps if one.name is StepName.QUERY]
    if step is None:
        value = story.steps[-1].text
        return ok(f"the query gives {value}", *query, metric=metric)
    return broken(step.text, *query, *step.evidence, fix=step.hint, metric=metric)
