"""What the rules and Prometheus say about a metric: asked once and kept.

The story of a request through the rules is ``adapter_rules.explain``'s; here it is
looked up for the links, with the series and scrape targets behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from adapter_rules.errors import PrometheusAnswerError, PrometheusError, RuleError
from adapter_rules.explain import Limits, explain
from adapter_rules.flags import MAX_AGE, RELIST
from adapter_rules.promql import SeriesSelector, parse_selector
from adapter_rules.rule import compile_config
from adapter_rules.series import NAME_LABEL
from octoscale.core.errors import InputError
from octoscale.doctor.config_search import Candidate, candidates
from octoscale.doctor.owners import Owner, owner_of
from octoscale.doctor.scene import API_SERVICE, Cluster, Refusal

if TYPE_CHECKING:
    from adapter_rules.explanation import Explanation
    from adapter_rules.prometheus.base import PrometheusPort, ScrapeTarget
    from adapter_rules.rule import Rule
    from adapter_rules.series import Series
    from octoscale.doctor.request import ApiRequest
    from octoscale.kube.types import Manifest

LOOK_BACK_SECONDS = 600.0
"""How old a series may be, unless the adapter's flags say so."""

MOST_SERIES = 2_000
"""So many series of one rule are looked at."""


@dataclass(kw_only=True)
class RulesScene:
    """Rules and Prometheus, as far as they are known."""

    cluster: Cluster
    prometheus: PrometheusPort | None = None
    given: tuple[Candidate, ...] = ()
    """Configs that somebody named; then the cluster is not searched."""

    _stories: dict[str, Explanation | str] = field(default_factory=dict)
    _series: dict[str, tuple[Series, ...]] = field(default_factory=dict)

    def api_services(self, group: str) -> list[Manifest] | Refusal:
        """List how a group is registered."""
        found = self.cluster.all_of(API_SERVICE)
        if isinstance(found, Refusal):
            return found
        return [one for one in found if one["spec"].get("group") == group]

    def owner(self, group: str) -> Owner | None:
        """Tell who serves a group; ``None`` when nobody does, or nobody knows."""
        found = self.api_services(group)
        if isinstance(found, Refusal) or not found:
            return None
        return owner_of(found[0])

    def configs(self, group: str) -> list[Candidate] | Refusal:
        """Find the adapter's configs for a group."""
        if self.given:
            return list(self.given)
        owner = self.owner(group)
        if owner is None or not owner.namespace or not owner.follows_rules:
            return []
        return candidates(self.cluster, owner)

    def config(self, group: str) -> Candidate | None:
        """Give the one config that counts; ``None`` when there is none."""
        found = self.configs(group)
        return None if isinstance(found, Refusal) or not found else found[0]

    def look_back(self, group: str) -> float:
        """Tell how old a series may be for the adapter, in seconds."""
        chosen = self.config(group)
        flags = chosen.config.flags if chosen and chosen.config else {}
        for name in (MAX_AGE, RELIST):
            if name in flags:
                return flags[name].seconds
        return LOOK_BACK_SECONDS

    def story(self, request: ApiRequest) -> Explanation | str | None:
        """Follow a request through the rules.

        A text tells why that is not possible; ``None`` is for no rules or no
        Prometheus.
        """
        chosen = self.config(request.group)
        if (
            self.prometheus is None
            or request.asked is None
            or chosen is None
            or chosen.config is None
        ):
            return None
        key = f"{chosen.place} {request.asked}"
        if key not in self._stories:
            try:
                self._stories[key] = explain(
                    request.asked,
                    chosen.config.config,
                    self.prometheus,
                    mapper=self.cluster.mapper,
                    now=self.cluster.now,
                    limits=Limits(look_back_seconds=self.look_back(request.group)),
                )
            except InputError as error:
                self._stories[key] = error.findings[0].message
            except PrometheusError as error:
                self._stories[key] = str(error)
        return self._stories[key]

    def rules(self, group: str, *, external: bool) -> tuple[Rule, ...]:
        """Give the compiled rules of a group; none of a config that is wrong."""
        chosen = self.config(group)
        if chosen is None or chosen.config is None:
            return ()
        try:
            compiled = compile_config(chosen.config.config, self.cluster.mapper)
        except InputError:
            return ()
        return compiled.external if external else compiled.custom

    def serving(self, request: ApiRequest) -> list[tuple[Rule, tuple[Series, ...]]]:
        """Find the rules that give some series the request's name, and those."""
        found = []
        for rule in self.rules(request.group, external=request.is_external):
            named = tuple(
                one
                for one in self.series(rule.source.series_query, request.group)
                if _name(rule, one.name) == request.name
            )
            if named:
                found.append((rule, named))
        return found

    def series(self, selector: str, group: str) -> tuple[Series, ...]:
        """Find the series of a selector; none when Prometheus refuses it."""
        if self.prometheus is None:
            return ()
        if selector not in self._series:
            start = self.cluster.now - self.look_back(group)
            try:
                answer = self.prometheus.series(
                    selector, limit=MOST_SERIES, start=start
                )
                self._series[selector] = answer.series
            except PrometheusAnswerError:
                self._series[selector] = ()
        return self._series[selector]

    def has_samples(self, rule: Rule, name: str) -> bool | None:
        """Tell whether a rule's series called *name* have values now.

        Counted by Prometheus: a broad rule's series are too many to be sent.
        ``None`` when nobody knows.
        """
        if self.prometheus is None:
            return None
        promql = f"count({_narrowed(rule.source.series_query, name)})"
        try:
            return bool(self.prometheus.query(promql, self.cluster.now).samples)
        except PrometheusAnswerError:
            return None

    @cached_property
    def targets(self) -> tuple[ScrapeTarget, ...]:
        """All scrape targets; none without Prometheus."""
        return () if self.prometheus is None else self.prometheus.scrape_targets()


def _narrowed(series_query: str, name: str) -> str:
    """Leave of a series query what concerns one name.

    >>> _narrowed('{__name__=~"^http_.*",pod!=""}', "http_hits")
    'http_hits{pod!=""}'
    """
    try:
        selector = parse_selector(series_query)
    except RuleError:
        return series_query
    others = tuple(one for one in selector.matchers if one.label != NAME_LABEL)
    return str(SeriesSelector(name, others))


def _name(rule: Rule, series_name: str) -> str | None:
    try:
        return rule.naming.name_of(series_name)
    except RuleError:
        return None
