"""Several configs as one: every team keeps its own file, one adapter reads all.

The adapter reads one file, and of two rules that serve one name the later one
wins silently. Here that is a conflict with both places, unless both rules are
the same. Reading the files belongs to ``sources``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.errors import RuleError
from adapter_rules.model import AdapterConfig
from adapter_rules.promql import parse_selector
from adapter_rules.stages.discovery import Discovery
from adapter_rules.stages.naming import Naming
from octoscale.core.errors import InputError
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adapter_rules.model import DiscoveryRule
    from adapter_rules.sources import FoundConfig
    from octoscale.core.finding import Place

CONFLICT = "AR004"
"""Two fragments say different things about one thing."""

_Owner = tuple["FoundConfig", "DiscoveryRule", "Place"]


@dataclass(frozen=True, slots=True)
class Merged:
    """The fragments put together."""

    config: AdapterConfig
    repeated: int
    """Rules that stood in several fragments, word for word, and were left out."""


def merge(fragments: Sequence[FoundConfig]) -> Merged:
    """Put fragments behind each other; equal rules are taken once.

    Raises ``InputError`` (AR004) with every conflict.

    >>> from adapter_rules.sources import find
    >>> parts = find("rules: [{seriesQuery: up}]") + find("rules: [{seriesQuery: up}]")
    >>> merge(parts).repeated
    1
    """
    found = list(conflicts(fragments))
    if found:
        raise InputError(found)
    rules = [rule for one in fragments for rule in one.config.rules]
    external = [rule for one in fragments for rule in one.config.external_rules]
    resources = [one.config.resource_rules for one in fragments]
    kept, kept_external = _distinct(rules), _distinct(external)
    config = AdapterConfig(
        rules=kept,
        external_rules=kept_external,
        resource_rules=next((one for one in resources if one is not None), None),
    )
    return Merged(config, len(rules + external) - len(kept + kept_external))


def conflicts(fragments: Sequence[FoundConfig]) -> Iterator[Finding]:
    """Find what several fragments claim for themselves.

    Names that depend on what a Prometheus has are not known here.
    """
    for field in ("rules", "externalRules"):
        owners: dict[tuple[str, str], _Owner] = {}
        for fragment in fragments:
            yield from _claims(fragment, field, owners)
    yield from _resource_rules(fragments)


def _claims(
    fragment: FoundConfig, field: str, owners: dict[tuple[str, str], _Owner]
) -> Iterator[Finding]:
    config = fragment.config
    rules = config.rules if field == "rules" else config.external_rules
    for index, rule in enumerate(rules):
        place = fragment.document.place((field, index))
        told = False
        for key in _keys(rule):
            owner = owners.setdefault(key, (fragment, rule, place))
            if owner[0] is fragment or owner[1] == rule or told:
                continue
            told = True
            yield Finding(
                code=CONFLICT,
                severity=Severity.ERROR,
                message=f"{key[1]!r} is served by the rule at {owner[2]} too, in "
                "another way",
                place=place,
                hint="one of the two teams has to take another name",
            )


def _keys(rule: DiscoveryRule) -> Iterator[tuple[str, str]]:
    """Give the resources and the name that a rule surely serves."""
    try:
        series = parse_selector(rule.series_query).name
        if not series or Discovery(rule).rejects(series) is not None:
            return
        name = Naming(rule.name).name_of(series)
    except RuleError:
        return
    targets = [f"{o.group}/{o.resource}" for o in rule.resources.overrides.values()]
    for target in [t for t in targets if "namespace" not in t] or [""]:
        yield target, name


def _resource_rules(fragments: Sequence[FoundConfig]) -> Iterator[Finding]:
    first: FoundConfig | None = None
    for fragment in fragments:
        if fragment.config.resource_rules is None:
            continue
        if first is None:
            first = fragment
        elif first.config.resource_rules != fragment.config.resource_rules:
            where = first.document.key_place(("resourceRules",))
            yield Finding(
                code=CONFLICT,
                severity=Severity.ERROR,
                message=f"resourceRules stand at {where} too, and differ",
                place=fragment.document.key_place(("resourceRules",)),
                hint="keep them in one file",
            )


def _distinct(rules: Sequence[DiscoveryRule]) -> tuple[DiscoveryRule, ...]:
    kept: list[DiscoveryRule] = []
    for rule in rules:
        if rule not in kept:
            kept.append(rule)
    return tuple(kept)
