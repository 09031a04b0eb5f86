"""All checks over one input: the one call behind ``octoscale lint rules``.

Nothing is printed here; what a finding looks like is the command line's
business.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules import sources
from adapter_rules.checks import CHECKS
from adapter_rules.checks.context import Context
from adapter_rules.checks.live import ask
from adapter_rules.checks.resources import unknown_resources
from adapter_rules.checks.subject import EXTERNAL, subject
from adapter_rules.fragments import conflicts
from adapter_rules.verdict import REFUSED_QUERY
from octoscale.core.errors import InputError, UsageError
from octoscale.core.finding import Finding, Severity
from octoscale.core.yamlio import STDIN, read_text
from octoscale.kube.restmapper import RESTMapper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from adapter_rules.checks.live import Live
    from adapter_rules.checks.subject import Subject
    from adapter_rules.model import DiscoveryRule
    from adapter_rules.prometheus.base import PrometheusPort
    from adapter_rules.sources import FoundConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is known beside the files."""

    mapper: RESTMapper = dataclasses.field(default_factory=RESTMapper.builtin)
    """The cluster's resources."""

    scrape_interval_seconds: float | None = None
    relist_seconds: float | None = None
    max_age_seconds: float | None = None
    prometheus: PrometheusPort | None = None
    most_series: int = 10_000
    most_names: int = 500
    """API resources that one rule may list."""

    now: float = 0.0
    """Seconds; where the look-back of a live Prometheus ends."""

    progress: Callable[[str], None] = lambda _: None
    before: Callable[[Sequence[str]], None] = lambda _: None
    """Told the series queries before a live Prometheus is asked; may refuse."""


@dataclass(frozen=True, slots=True)
class Linted:
    """What became of one input."""

    findings: tuple[Finding, ...]
    """Ordered by file, line and column."""

    rules: int
    """How many discovery rules were looked at."""


def lint_files(names: Sequence[str], surroundings: Surroundings) -> Linted:
    """Read files and run every check over all of them together.

    A file that holds no config is a finding. Raises ``FileAccessError`` for what
    cannot be opened, ``UsageError`` when standard input is named twice, and
    ``PrometheusError``.
    """
    if list(names).count(STDIN) > 1:
        raise UsageError("standard input can be read once only")
    configs: list[FoundConfig] = []
    problems: list[Finding] = []
    for name in dict.fromkeys(names):
        try:
            configs += sources.find(read_text(name), file=name)
        except InputError as error:
            problems += error.findings
    findings = [*problems, *lint(configs, surroundings)]
    rules = sum(len(c.config.rules) + len(c.config.external_rules) for c in configs)
    return Linted(tuple(sorted(dict.fromkeys(findings), key=_order)), rules)


def lint(
    configs: Sequence[FoundConfig], surroundings: Surroundings = Surroundings()
) -> list[Finding]:
    """Run every check; findings are ordered by file, line and column.

    >>> rule = "{seriesQuery: up, resources: {template: <<.Resource>>}}"
    >>> found = lint(sources.find(f"rules: [{rule}]"))
    >>> [finding.code for finding in found]
    ['AR113', 'AR111']
    """
    live = _ask(configs, surroundings)
    context = Context(
        configs=tuple(configs),
        subjects=tuple(_subjects(configs, surroundings.mapper, live)),
        mapper=surroundings.mapper,
        scrape_interval_seconds=surroundings.scrape_interval_seconds,
        relist_seconds=surroundings.relist_seconds,
        max_age_seconds=surroundings.max_age_seconds,
        live=live,
        most_series=surroundings.most_series,
        most_names=surroundings.most_names,
    )
    findings = [*unknown_resources(context), *conflicts(configs)]
    findings += _refused(context)
    for row in CHECKS:
        findings += row.check(context)
    return sorted(dict.fromkeys(findings), key=_order)


def _ask(configs: Iterable[FoundConfig], surroundings: Surroundings) -> Live | None:
    if surroundings.prometheus is None:
        return None
    queries = [rule.series_query for one in configs for _, rule in _rules(one)]
    surroundings.before(queries)
    return ask(
        queries,
        surroundings.prometheus,
        now=surroundings.now,
        progress=surroundings.progress,
    )


def _subjects(
    configs: Iterable[FoundConfig], mapper: RESTMapper, live: Live | None
) -> Iterator[Subject]:
    for found in configs:
        for path, rule in _rules(found):
            series = () if live is None else live.series(rule.series_query)
            names = tuple(dict.fromkeys(one.name for one in series))
            yield subject(found, path, rule, mapper=mapper, live_names=names)


def _rules(found: FoundConfig) -> Iterator[tuple[tuple[str | int, ...], DiscoveryRule]]:
    for field, rules in (
        ("rules", found.config.rules),
        (EXTERNAL, found.config.external_rules),
    ):
        for index, rule in enumerate(rules):
            yield (field, index), rule


def _refused(context: Context) -> Iterator[Finding]:
    """Tell the series queries that a live Prometheus refuses."""
    failed = {} if context.live is None else context.live.discovered.failed
    for one in context.subjects:
        reason = failed.get(one.rule.series_query)
        if reason is not None:
            yield one.finding(
                REFUSED_QUERY,
                Severity.ERROR,
                reason,
                at=("seriesQuery",),
                hint="the adapter lists nothing new as long as one such query fails",
            )


def _order(finding: Finding) -> tuple[str, int, int, str]:
    place = finding.place
    return place.file or "", place.line or 0, place.column or 0, finding.code
