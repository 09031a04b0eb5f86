"""The discovery rule that should serve the metric: found, readable, and reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.errors import RuleError
from adapter_rules.explanation import StepName
from adapter_rules.promql import parse_selector
from octoscale.doctor.clue import Clue, broken, note, ok, unknown
from octoscale.doctor.scene import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.explanation import Explanation, Step
    from octoscale.doctor.config_search import Candidate
    from octoscale.doctor.request import ApiRequest
    from octoscale.doctor.scene import Scene

_OURS = (
    StepName.DISCOVERY,
    StepName.FILTERS,
    StepName.ASSOCIATION,
    StepName.NAMING,
    StepName.LISTING,
)
_SCRAPES = 2
"""A series is seen for sure when the look-back holds so many scrapes."""


def examine(scene: Scene) -> Iterator[Clue]:
    """Follow each custom and external metric through the rules."""
    for request in scene.requests:
        if request.asked is not None:
            yield _rule(scene, request)


def _rule(scene: Scene, request: ApiRequest) -> Clue:
    metric = request.name
    found = scene.rules.configs(request.group)
    if isinstance(found, Refusal):
        return unknown(
            f"the adapter's ConfigMap cannot be looked for: {found.message}",
            fix="name the config with --config, or see --print-rbac",
            metric=metric,
        )
    if not found:
        return unknown(_nowhere(scene, request), fix="--config FILE", metric=metric)
    chosen = found[0]
    if len(found) > 1 and not chosen.mounted:
        return note(
            f"{len(found)} ConfigMaps hold rules, and nobody knows which one is served",
            *(one.place for one in found),
            fix="name the right one with --config FILE",
            metric=metric,
        )
    return _chosen(scene, request, chosen)


def _chosen(scene: Scene, request: ApiRequest, chosen: Candidate) -> Clue:
    metric = request.name
    if chosen.config is None:
        return broken(
            f"{chosen.place} cannot be read: {chosen.problem}",
            fix="mend it; octoscale lint rules shows all that is wrong",
            metric=metric,
        )
    story = scene.rules.story(request)
    if story is None:
        return _offline(scene, request, chosen)
    if isinstance(story, str):
        return broken(
            f"the adapter does not start with {chosen.place}: {story}",
            fix="mend it; octoscale lint rules shows all that is wrong",
            metric=metric,
        )
    return _told(scene, request, chosen, story)


def series_are_missing(step: Step | None) -> bool:
    """Tell whether a story ends because its rule finds no series anywhere.

    Then the rule is right, and what is broken lies behind it.
    """
    return step is not None and step.name is StepName.DISCOVERY and not step.evidence


def _told(
    scene: Scene, request: ApiRequest, chosen: Candidate, story: Explanation
) -> Clue:
    step = story.broken
    if step is not None and step.name in _OURS:
        if series_are_missing(step):
            return ok(f"{chosen.place} has a rule for it", metric=request.name)
        return broken(
            f"{chosen.place}: {step.text}",
            *step.evidence,
            fix=step.hint,
            metric=request.name,
        )
    listing = [one for one in story.steps if one.name is StepName.LISTING]
    if listing and listing[0].evidence:
        return broken(
            f"{chosen.place}: several series or rules claim the name {request.name!r}, "
            "and the last one wins",
            *listing[0].evidence,
            fix="let one rule give the name: narrow the others' seriesQuery, or rename",
            metric=request.name,
        )
    late = _looks_too_short(scene, request)
    return late or ok(_words(story, chosen), metric=request.name)


def _words(story: Explanation, chosen: Candidate) -> str:
    named = [one.text for one in story.steps if one.name is StepName.DISCOVERY]
    return f"{chosen.place}: {named[0] if named else 'has a rule for it'}"


def _looks_too_short(scene: Scene, request: ApiRequest) -> Clue | None:
    """Find a look-back shorter than two scrapes: metrics blink in and out."""
    look_back = scene.rules.look_back(request.group)
    jobs = {
        one.labels.get("job")
        for _, series in scene.rules.serving(request)
        for one in series
    }
    slow = [
        one
        for one in scene.rules.targets
        if one.job in jobs
        and one.scrape_interval_seconds is not None
        and look_back < _SCRAPES * one.scrape_interval_seconds
    ]
    if not slow:
        return None
    interval = slow[0].scrape_interval_seconds
    return broken(
        f"the adapter looks back {look_back:g} s and the series is scraped each "
        f"{interval:g} s: the metric blinks in and out",
        fix="set --metrics-max-age to at least two scrape intervals",
        metric=request.name,
    )


def _nowhere(scene: Scene, request: ApiRequest) -> str:
    owner = scene.rules.owner(request.group)
    if owner is None:
        return "no adapter config is known, and nobody serves the API"
    if not owner.namespace or not owner.follows_rules:
        return f"{owner} follows no adapter rules"
    return f"no ConfigMap with adapter rules is in the namespace {owner.namespace}"


def _offline(scene: Scene, request: ApiRequest, chosen: Candidate) -> Clue:
    """Look at the rules alone: which of them could give the name."""
    rules = scene.rules.rules(request.group, external=request.is_external)
    could = []
    for rule in rules:
        try:
            series = parse_selector(rule.source.series_query).name
            named = None if series is None else rule.naming.name_of(series)
        except RuleError:
            continue
        if named == request.name:
            could.append(rule.label)
    if could:
        return ok(
            f"{chosen.place}: {', '.join(could)} gives that name", metric=request.name
        )
    return note(
        f"{chosen.place}: no rule gives the name by its seriesQuery alone",
        metric=request.name,
        fix="--prometheus URL tells for sure",
    )
