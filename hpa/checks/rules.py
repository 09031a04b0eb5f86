"""The adapter's rules, as far as an HPA depends on them.

Which names a rule can serve, and what its query does. Nothing is asked of a
Prometheus: a rule that finds its series by a pattern may serve any name that its
naming can give. What is wrong with a rule is said by ``adapter_rules``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules import model, reading
from adapter_rules.errors import RuleError
from adapter_rules.promql import parse_selector
from adapter_rules.series import NAME_LABEL
from adapter_rules.stages.discovery import Discovery
from adapter_rules.stages.naming import Naming
from hpa.checks.query import QueryShape, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.model import AdapterConfig, DiscoveryRule
    from octoscale.core.finding import Place
    from octoscale.core.yamlio import Document

_GROUP = re.compile(r"\$(?:\{\w*\}|\w+)")
"""A reference to a group of the match in ``as``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """One discovery rule, seen from an HPA."""

    external: bool
    """Whether it serves external.metrics.k8s.io."""

    series_name: str | None
    """The one series that it finds; ``None`` when a pattern decides."""

    api_name: str | None
    """What that series is called; ``None`` when it is not known, or served under
    no name."""

    names: re.Pattern[str] | None
    """What the names look like that a rule with a pattern may serve."""

    query: QueryShape | None
    """``None`` for a query that cannot be read."""

    place: Place
    """Where the series query stands."""

    query_place: Place

    def may_serve(self, name: str) -> bool:
        """Tell whether the rule could expose a metric of this name."""
        if self.names is not None:
            return self.names.fullmatch(name) is not None
        return self.api_name == name


def read_rules(text: str, *, file: str | None = None) -> tuple[RuleView, ...]:
    """Read an adapter's config file; raises ``InputError`` with all places.

    >>> [rule.api_name for rule in read_rules("rules: [{seriesQuery: up}]")]
    ['up']
    """
    document = reading.read(text, file=file)
    return views(model.decode(document), document)


def views(config: AdapterConfig, document: Document) -> tuple[RuleView, ...]:
    """See the rules of a config that is read already."""
    return tuple(_views(config, document))


def _views(config: AdapterConfig, document: Document) -> Iterator[RuleView]:
    for field, rules in (
        ("rules", config.rules),
        ("externalRules", config.external_rules),
    ):
        for index, rule in enumerate(rules):
            series = _series_name(rule)
            yield RuleView(
                external=field == "externalRules",
                series_name=series,
                api_name=_api_name(rule, series),
                names=None if series else _name_pattern(rule),
                query=shape_of(rule.metrics_query),
                place=document.place((field, index, "seriesQuery")),
                query_place=document.place((field, index, "metricsQuery")),
            )


def _series_name(rule: DiscoveryRule) -> str | None:
    """Give the name that a series query asks for, if it is exactly one."""
    try:
        selector = parse_selector(rule.series_query)
    except RuleError:
        return None
    if selector.name:
        return selector.name
    for matcher in selector.matchers:
        if matcher.label == NAME_LABEL and matcher.operator == "=":
            return matcher.value or None
    return None


def _api_name(rule: DiscoveryRule, series: str | None) -> str | None:
    if series is None or Discovery(rule).rejects(series) is not None:
        return None
    try:
        return Naming(rule.name).name_of(series)
    except RuleError:
        return None


def _name_pattern(rule: DiscoveryRule) -> re.Pattern[str]:
    """Build the shape of the names that ``as`` can give."""
    text, parts, end = rule.name.as_, list[str](), 0
    for found in _GROUP.finditer(text):
        parts += [re.escape(text[end : found.start()]), ".*"]
        end = found.end()
    parts.append(re.escape(text[end:]))
    return re.compile("".join(parts) if text else ".*", re.DOTALL)
