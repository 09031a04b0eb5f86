"""One discovery rule under check: what it says, and where it says it.

Its query is filled in and parsed once for all checks. What stands around the
rule is ``context``'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules import promqltree as tree
from adapter_rules.checks import look
from adapter_rules.errors import RuleError
from adapter_rules.labeltemplate import LabelTemplate
from adapter_rules.promql import parse_selector
from adapter_rules.stages.discovery import Discovery
from adapter_rules.stages.naming import Naming
from octoscale.core.finding import Finding, Severity
from octoscale.kube.restmapper import NAMESPACES, GroupResource, MapperError

if TYPE_CHECKING:
    from adapter_rules.checks.look import Usage
    from adapter_rules.model import DiscoveryRule
    from adapter_rules.promql import SeriesSelector
    from adapter_rules.promqltree import Node
    from adapter_rules.sources import FoundConfig
    from octoscale.core.finding import Place
    from octoscale.core.yamlio import DocumentPath
    from octoscale.kube.restmapper import RESTMapper

EXTERNAL = "externalRules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One rule of the input."""

    found: FoundConfig
    path: DocumentPath
    """Where it stands in its config: ``("rules", 0)``."""

    rule: DiscoveryRule
    query: Node | None
    """The metrics query, filled in with the stand-ins of ``look``; ``None`` when
    it cannot be filled in or read."""

    series: SeriesSelector | None
    """The series query; ``None`` when it is none."""

    names: tuple[str, ...]
    """The series that the rule is known to serve: the one that the series query
    names, or those that a live Prometheus found."""

    is_open: bool
    """Whether it may serve other series than ``names``."""

    resources: tuple[tuple[str, GroupResource], ...]
    """The labels with an override and what they stand for; unknown ones left out."""

    template: LabelTemplate | None

    @property
    def external(self) -> bool:
        """Whether it serves external.metrics.k8s.io."""
        return self.path[0] == EXTERNAL

    @property
    def label(self) -> str:
        """Name the rule for people: ``rules[0]``."""
        return f"{self.path[0]}[{self.path[1]}]"

    @property
    def usages(self) -> list[Usage]:
        """The selectors of the metrics query."""
        return [] if self.query is None else look.usages(self.query)

    @property
    def namespace_label(self) -> str:
        """The label that stands for namespaces; empty for none."""
        for label, resource in self.resources:
            if resource == NAMESPACES:
                return label
        if self.template is None:
            return ""
        try:
            return self.template.label_for(GroupResource("", "namespace"))
        except RuleError:
            return ""

    @property
    def objects(self) -> tuple[tuple[str, GroupResource], ...]:
        """The overrides that stand for anything but namespaces."""
        return tuple(pair for pair in self.resources if pair[1] != NAMESPACES)

    def names_for(self, usage: Usage) -> tuple[str, ...]:
        """Give the real names behind a selector's, which may be a stand-in."""
        if look.SERIES not in usage.name:
            return (usage.name,) if usage.name else ()
        return tuple(usage.name.replace(look.SERIES, name) for name in self.names)

    def api_name(self, series_name: str) -> str | None:
        """Name a series as the API would; ``None`` when the rule leaves it out."""
        if Discovery(self.rule).rejects(series_name) is not None:
            return None
        try:
            return Naming(self.rule.name).name_of(series_name)
        except RuleError:
            return None

    def filled(self, group: str) -> Node | None:
        """Give the query for a request that is grouped by *group*."""
        return _query(self.rule, group)

    def place(self, *inside: str | int) -> Place:
        """Tell where a part of the rule stands, or the rule itself."""
        return self.found.document.place((*self.path, *inside))

    def finding(
        self,
        code: str,
        severity: Severity,
        message: str,
        *,
        at: tuple[str | int, ...],
        hint: str,
    ) -> Finding:
        """Build a finding at a part of the rule."""
        return Finding(
            code=code,
            severity=severity,
            message=message,
            place=self.place(*at),
            hint=hint,
        )


def subject(
    found: FoundConfig,
    path: DocumentPath,
    rule: DiscoveryRule,
    *,
    mapper: RESTMapper,
    live_names: tuple[str, ...] = (),
) -> Subject:
    """Look at a rule; nothing about it raises."""
    series = _series(rule)
    name = None if series is None else look.exact_name(series)
    known = (name,) if name else live_names
    discovery = Discovery(rule)
    external = path[0] == EXTERNAL
    mapping = rule.resources
    return Subject(
        found=found,
        path=path,
        rule=rule,
        query=_query(rule, "" if external else look.GROUP),
        series=series,
        names=tuple(n for n in known if discovery.rejects(n) is None),
        is_open=name is None,
        resources=tuple(_resources(rule, mapper)),
        template=LabelTemplate(mapping.template) if mapping.template else None,
    )


def _series(rule: DiscoveryRule) -> SeriesSelector | None:
    try:
        return parse_selector(rule.series_query)
    except RuleError:
        return None


def _query(rule: DiscoveryRule, group: str) -> Node | None:
    labels = (*rule.resources.overrides, "namespace")
    try:
        return tree.read(look.fill(rule.metrics_query, group=group, labels=labels))
    except RuleError:
        return None


def _resources(
    rule: DiscoveryRule, mapper: RESTMapper
) -> list[tuple[str, GroupResource]]:
    found = []
    for label, override in rule.resources.overrides.items():
        wanted = GroupResource(override.group, override.resource)
        try:
            found.append((label, mapper.resource_for(wanted).group_resource))
        except MapperError:
            continue
    return found
