"""Which metrics a config lists, from the series that its queries found.

Follows the adapter's two registries: later rules win over earlier ones, and
within a rule later series. What lost is told, with its reason. Asking
Prometheus belongs to the callers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from adapter_rules.errors import UnnamedError
from adapter_rules.stages.association import ROOT_SCOPED
from adapter_rules.stages.naming import why_unrequestable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from adapter_rules.rule import Rule
    from adapter_rules.series import Series
    from octoscale.kube.restmapper import GroupResource


class Stage(StrEnum):
    """Where a series was left out."""

    DISCOVERY = "discovery"
    ASSOCIATION = "association"
    NAMING = "naming"
    QUERYING = "querying"
    LISTING = "listing"
    """Another rule or series took its place."""


@dataclass(frozen=True, slots=True)
class MetricKey:
    """What a metric is listed under."""

    resource: GroupResource | None
    """``None`` for an external metric."""

    metric: str
    namespaced: bool

    def __str__(self) -> str:
        """Write it as the discovery document does: ``pods/http_requests``."""
        return f"{self.resource}/{self.metric}" if self.resource else self.metric


@dataclass(frozen=True, slots=True)
class Listed:
    """One listed metric and what backs it."""

    key: MetricKey
    rule: Rule
    series_name: str
    label: str
    """The series' label that named the resource; empty for external metrics."""

    series: tuple[Series, ...]
    """All series of that name that the rule found."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Series of one name that a rule found and that are not served."""

    rule: Rule
    series_name: str
    stage: Stage
    reason: str
    key: MetricKey | None = None
    """What it would have been listed under, where that is known."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a config lists, and what it leaves out."""

    metrics: tuple[Listed, ...]
    """In the order of the file."""

    left_out: tuple[LeftOut, ...]


def list_custom(
    rules: Sequence[Rule], found: Mapping[str, Sequence[Series]]
) -> Listing:
    """List custom metrics (``SetSeries`` upstream).

    *found* holds what each series query gave, in Prometheus' order; a query
    that is not in it found nothing.
    """
    listing = _Builder()
    for rule in rules:
        series = found.get(rule.source.series_query, ())
        for name, group in listing.kept(rule, series):
            api_name = listing.name(rule, name)
            if api_name is not None:
                _add_custom(listing, rule, group, api_name)
    return listing.build()


def list_external(
    rules: Sequence[Rule], found: Mapping[str, Sequence[Series]]
) -> Listing:
    """List external metrics: no association is asked for."""
    listing = _Builder()
    for rule in rules:
        series = found.get(rule.source.series_query, ())
        for name, group in listing.kept(rule, series):
            api_name = listing.name(rule, name)
            if api_name is not None:
                key = MetricKey(None, api_name, namespaced=True)
                listing.add(Listed(key, rule, name, "", tuple(group)))
    return listing.build()


def _add_custom(
    listing: _Builder, rule: Rule, group: Sequence[Series], api_name: str
) -> None:
    """List one series name under every resource that its series stand for."""
    name = group[0].name
    keys: dict[MetricKey, str] = {}
    for series in group:
        associated = rule.association.resources_of(series.labels)
        for resource, label in associated.resources:
            flag = associated.namespaced and resource not in ROOT_SCOPED
            keys.setdefault(MetricKey(resource, api_name, flag), label)
    if not keys:
        labels = ", ".join(sorted({label for one in group for label in one.labels}))
        reason = f"none of its labels stands for a resource: {labels or 'it has none'}"
        listing.leave_out(LeftOut(rule, name, Stage.ASSOCIATION, reason))
    for key, label in keys.items():
        listing.add(Listed(key, rule, name, label, tuple(group)))


class _Builder:
    """Collects, and lets the last one win."""

    def __init__(self) -> None:
        self._metrics: dict[MetricKey, Listed] = {}
        self._left_out: list[LeftOut] = []

    def kept(
        self, rule: Rule, series: Sequence[Series]
    ) -> Iterator[tuple[str, list[Series]]]:
        """Give the series that pass the filters, by name.

        A name stands where Prometheus gave it last: the order decides who wins.
        """
        groups: dict[str, list[Series]] = {}
        last: dict[str, int] = {}
        for index, one in enumerate(series):
            groups.setdefault(one.name, []).append(one)
            last[one.name] = index
        for name in sorted(groups, key=last.__getitem__):
            group = groups[name]
            reason = rule.discovery.rejects(name)
            if reason is None:
                yield name, group
            else:
                self._left_out.append(LeftOut(rule, name, Stage.DISCOVERY, reason))

    def name(self, rule: Rule, series_name: str) -> str | None:
        """Name a series; one without a name is left out."""
        try:
            return rule.naming.name_of(series_name)
        except UnnamedError as error:
            left = LeftOut(rule, series_name, Stage.NAMING, str(error))
            self._left_out.append(left)
            return None

    def leave_out(self, left: LeftOut) -> None:
        """Note a series that is not served."""
        self._left_out.append(left)

    def add(self, listed: Listed) -> None:
        """List a metric; whoever had its name before is left out."""
        previous = self._metrics.pop(listed.key, None)
        if previous is not None:
            self._left_out.append(_shadowed(previous, listed))
        self._metrics[listed.key] = listed

    def build(self) -> Listing:
        """Give the result, with what nobody can ask for told apart."""
        for listed in self._metrics.values():
            reason = why_unrequestable(listed.key.metric)
            if reason is not None:
                self._left_out.append(
                    LeftOut(
                        listed.rule,
                        listed.series_name,
                        Stage.NAMING,
                        f"listed, but nobody can ask for it: {reason}",
                        listed.key,
                    )
                )
        return Listing(tuple(self._metrics.values()), tuple(self._left_out))


def _shadowed(previous: Listed, winner: Listed) -> LeftOut:
    by = f"series {winner.series_name!r}"
    if winner.rule is not previous.rule:
        by = f"{winner.rule.label} ({by})"
    reason = f"{winner.key} is served by {by}: the last one wins"
    return LeftOut(
        previous.rule, previous.series_name, Stage.LISTING, reason, previous.key
    )
