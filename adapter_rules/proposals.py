"""Rules for the series of a live Prometheus, proposed from what it says of them.

Types come from the metadata, the association from labels whose values are names
of objects, the rate window from the scrape interval. What cannot be proposed is
told with its reason. From a query, rules come from ``from_promql``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.checks.live import Live, ask
from adapter_rules.checks.types import type_of
from adapter_rules.generate import config_for
from adapter_rules.known_objects import Proposal, known_objects, propose
from octoscale.core.descriptor import MetricDescriptor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from adapter_rules.model import AdapterConfig
    from adapter_rules.prometheus.base import Metadata, PrometheusPort
    from adapter_rules.series import Series
    from octoscale.core.descriptor import Aggregation, Kind

SCRAPES = 4
"""Scrapes in a rate window: two are needed, and some get lost."""

USUAL_INTERVAL_SECONDS = 30.0
"""Taken where nobody tells the scrape interval."""

LEAST_WINDOW_SECONDS = 60

_OWN = ("up", "ALERTS", "ALERTS_FOR_STATE")
_OWN_BEGINNINGS = ("scrape_", "kube_")
_CONSTANT = ("_info", "_created", "_start_time_seconds", "_timestamp_seconds")
_AVERAGED = ("_ratio", "_percent", "_celsius", "_utilization")


@dataclass(frozen=True, slots=True)
class Skipped:
    """Series for which no rule is proposed."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Generated:
    """The proposed config and how it came about."""

    config: AdapterConfig
    descriptors: tuple[MetricDescriptor, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    """What to look at before using it."""


@dataclass(frozen=True, slots=True)
class _Family:
    """The series of one metric, a histogram's parts together."""

    name: str
    kind: Kind
    series: tuple[Series, ...]
    because: str


def generate(
    selectors: Sequence[str],
    prometheus: PrometheusPort,
    *,
    now: float,
    quantiles: Sequence[float] = (0.95,),
    progress: Callable[[str], None] = lambda _: None,
) -> Generated:
    """Propose a rule for each metric that *selectors* find.

    A histogram gets its average and each of *quantiles*. Raises
    ``PrometheusError``; a selector that Prometheus refuses is skipped.
    """
    live = ask(selectors, prometheus, now=now, progress=progress)
    objects = known_objects(prometheus, now=now)
    descriptors: list[MetricDescriptor] = []
    skipped = [
        Skipped(query, reason) for query, reason in live.discovered.failed.items()
    ]
    notes: list[str] = []
    for family in _families(live, skipped):
        proposal = propose(family.series, objects)
        if isinstance(proposal, str):
            skipped.append(Skipped(family.name, proposal))
            continue
        window = _window(family, live)
        notes += _notes(family, proposal)
        descriptors += _descriptors(family, proposal, window, quantiles)
    for query in sorted(live.discovered.truncated):
        notes.append(f"not all series of {query} were looked at")
    return Generated(
        config_for(descriptors),
        tuple(descriptors),
        tuple(skipped),
        tuple(dict.fromkeys(notes)),
    )


def _families(live: Live, skipped: list[Skipped]) -> Iterator[_Family]:
    groups: dict[str, list[Series]] = {}
    for found in live.discovered.found.values():
        for series in found:
            name = _family_name(series.name, live.metadata)
            groups.setdefault(name, []).append(series)
    for name in sorted(groups):
        members = tuple(groups[name])
        reason = _why_not(name)
        if reason:
            skipped.append(Skipped(name, reason))
        else:
            yield _family(name, members, live.metadata)


def _family_name(series_name: str, metadata: Mapping[str, Metadata]) -> str:
    """Give the name of a histogram or summary for its parts."""
    for part in ("_bucket", "_count", "_sum"):
        base = series_name.removesuffix(part)
        if base != series_name:
            known = metadata.get(base)
            if known is not None and known.type in ("histogram", "summary"):
                return base
    return series_name


def _why_not(name: str) -> str:
    if name in _OWN or name.startswith(_OWN_BEGINNINGS):
        return "says something of the scrape or of an object, not of the load"
    if name.endswith(_CONSTANT):
        return "does not change with the load"
    if not name:
        return "has no name"
    return ""


def _family(
    name: str, series: tuple[Series, ...], metadata: Mapping[str, Metadata]
) -> _Family:
    known = metadata.get(name)
    if known is not None and known.type in ("histogram", "summary"):
        return _Family(name, "histogram", series, "by its metadata")
    kind = type_of(name, metadata)
    if kind is None:
        return _Family(name, "gauge", series, "nobody tells its type")
    return _Family(name, kind.kind, series, kind.because)


def _window(family: _Family, live: Live) -> int:
    """Give at least four scrape intervals, in whole half minutes."""
    jobs = {one.labels.get("job") for one in family.series}
    told = [(t.job, t.scrape_interval_seconds) for t in live.targets]
    mine = [every for job, every in told if every is not None and job in jobs]
    others = [every for _, every in told if every is not None]
    interval = max(mine or others, default=USUAL_INTERVAL_SECONDS)
    return max(LEAST_WINDOW_SECONDS, math.ceil(SCRAPES * interval / 30) * 30)


def _descriptors(
    family: _Family, proposal: Proposal, window: int, quantiles: Iterable[float]
) -> Iterator[MetricDescriptor]:
    def build(api_name: str, quantile: float | None = None) -> MetricDescriptor:
        return MetricDescriptor(
            series_name=family.name,
            kind=family.kind,
            help=family.name,
            api_name=api_name,
            association=proposal.association,
            aggregation=_aggregation(family.name),
            quantile=quantile,
            rate_window_seconds=window,
        )

    if family.kind == "counter":
        yield build(f"{family.name.removesuffix('_total')}_per_second")
    elif family.kind == "gauge":
        yield build(family.name)
    else:
        yield build(f"{family.name}_average")
        if any(one.name.endswith("_bucket") for one in family.series):
            for share in quantiles:
                yield build(f"{family.name}_p{_percent(share)}", share)


def _percent(share: float) -> str:
    return f"{share * 100:g}".replace(".", "_")


def _aggregation(name: str) -> Aggregation:
    return "avg" if name.endswith(_AVERAGED) else "sum"


def _notes(family: _Family, proposal: Proposal) -> Iterator[str]:
    if family.because == "nobody tells its type":
        yield f"{family.name} is taken for a gauge: nobody tells its type"
    if proposal.guessed:
        yield (
            f"{family.name}: that {proposal.guessed} is guessed from the label's name; "
            "no list of objects is in this Prometheus (kube-state-metrics)"
        )
