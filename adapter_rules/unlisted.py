"""Why a metric that somebody asks for is not listed: the step that loses it.

Looks at every rule, and names the one in which the metric gets farthest. What
happens to a listed metric is ``explain``'s business.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.errors import RuleError
from adapter_rules.explanation import Step, StepName
from adapter_rules.promql import parse_selector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from adapter_rules.discovering import Discovered
    from adapter_rules.listing import Listing
    from adapter_rules.rule import Rule
    from adapter_rules.series import Series
    from octoscale.kube.restmapper import GroupResource

SHOWN = 5
"""Pieces of evidence that a person looks at."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known when the metric is missed."""

    metric: str
    resource: GroupResource | None
    rules: Sequence[Rule]
    discovered: Discovered
    listing: Listing
    look: Callable[[str], Sequence[Series]]
    """Asks for the series of another selector."""

    def found(self, rule: Rule) -> Sequence[Series]:
        """Give what a rule's series query found."""
        return self.discovered.found.get(rule.source.series_query, ())


def why_unlisted(scene: Scene) -> Step:
    """Name the step that loses the metric, with evidence and a way out."""
    for attempt in (_refused, _not_associated, _filtered, _not_found):
        step = next(attempt(scene), None)
        if step is not None:
            return step
    return _unnamed(scene)


def _refused(scene: Scene) -> Iterator[Step]:
    for rule in scene.rules:
        reason = scene.discovered.failed.get(rule.source.series_query)
        if reason is not None:
            yield Step(
                name=StepName.DISCOVERY,
                text=f"Prometheus refuses the series query of {rule.label}: as long as "
                "one fails, the adapter lists nothing new, of no rule",
                evidence=(rule.source.series_query, reason),
                broken=True,
                hint="mend that series query first",
            )


def _not_associated(scene: Scene) -> Iterator[Step]:
    """Find series of the right name that stand for other resources."""
    for rule in scene.rules:
        named = [s for s in scene.found(rule) if _name(rule, s.name) == scene.metric]
        kept = [s for s in named if rule.discovery.rejects(s.name) is None]
        if not kept or scene.resource is None:
            continue
        stands: dict[str, str] = {}
        for series in kept:
            for resource, label in rule.association.resources_of(
                series.labels
            ).resources:
                stands[label] = str(resource)
        others = [f"{label} stands for {name}" for label, name in stands.items()]
        yield Step(
            name=StepName.ASSOCIATION,
            text=f"{rule.label} serves {scene.metric!r}, but none of its labels stands "
            f"for {scene.resource}",
            evidence=(*others, *map(str, kept[:SHOWN])),
            broken=True,
            hint=f"add an override of the label that names the {scene.resource}"
            if not others
            else "ask for one of those resources, or add an override",
        )


def _filtered(scene: Scene) -> Iterator[Step]:
    for rule in scene.rules:
        for name in dict.fromkeys(s.name for s in scene.found(rule)):
            reason = rule.discovery.rejects(name)
            if reason is not None and _name(rule, name) == scene.metric:
                yield Step(
                    name=StepName.FILTERS,
                    text=f"{rule.label} finds {name}, and leaves it out: {reason}",
                    evidence=tuple(
                        str(s) for s in scene.found(rule)[:SHOWN] if s.name == name
                    ),
                    broken=True,
                    hint="widen seriesFilters or name.matches",
                )


def _not_found(scene: Scene) -> Iterator[Step]:
    """Find rules that would give the name, if their series were there."""
    for rule in scene.rules:
        query = rule.source.series_query
        if scene.found(rule) or query not in scene.discovered.found:
            continue
        try:
            selector = parse_selector(query)
        except RuleError:
            continue
        series = selector.name
        if series is None or _name(rule, series) != scene.metric:
            continue
        there = scene.look(series)
        if there:
            labels = sorted({label for one in there for label in one.labels})
            missing = [m for m in selector.matchers if m.label not in labels]
            text = f"{series} is there, but no series of it matches {query!r}"
            if missing:
                text += f": none has the label {missing[0].label!r}"
            hint = f"its labels are {', '.join(labels)}: name those"
        else:
            text = f"no series matches {query!r}, which {rule.label} asks for"
            hint = "is the exporter scraped? look at Prometheus' targets"
        yield Step(
            name=StepName.DISCOVERY,
            text=text,
            evidence=tuple(map(str, there[:SHOWN])),
            broken=True,
            hint=hint,
        )


def _unnamed(scene: Scene) -> Step:
    """Say that no rule gives the name, and which names are like it."""
    names = {listed.key.metric for listed in scene.listing.metrics}
    near = difflib.get_close_matches(scene.metric, names, n=3)
    there = scene.look(scene.metric) if scene.metric.isidentifier() else ()
    hint = "write a rule for it, or generate one: octoscale rules generate"
    evidence = [f"listed: {name}" for name in near]
    if there:
        evidence += [str(one) for one in there[:SHOWN]]
        text = f"no rule serves {scene.metric!r}, although there is such a series"
    else:
        text = f"no rule gives any series the name {scene.metric!r}"
    if near:
        hint = f"did you mean {near[0]!r}?"
    return Step(
        name=StepName.NAMING,
        text=text,
        evidence=tuple(evidence),
        broken=True,
        hint=hint,
    )


def _name(rule: Rule, series_name: str) -> str | None:
    """Name a series whether or not the filters keep it."""
    try:
        return rule.naming.name_of(series_name)
    except RuleError:
        return None
