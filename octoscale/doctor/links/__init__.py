"""The links of the chain, from the HPA backwards: the table, one file each.

A link looks at one thing and says what it sees; which of several broken ones comes
first is ``octoscale.doctor.diagnosis``' business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from octoscale.doctor.links import (
    access,
    api,
    conditions,
    exporter,
    labels,
    listed,
    pods,
    promql,
    request,
    rule,
    scrape,
    series,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from octoscale.doctor.clue import Clue
    from octoscale.doctor.scene import Scene


class Link(NamedTuple):
    """One link of the chain."""

    name: str
    """Its module's."""

    title: str
    """What it is, for people."""

    examine: Callable[[Scene], Iterator[Clue]]


LINKS: tuple[Link, ...] = (
    Link("conditions", "the HPA's conditions and events", conditions.examine),
    Link("api", "the metrics API: registered, available, whose", api.examine),
    Link("access", "the controller's right to ask it", access.examine),
    Link("listed", "the metric in the API's listing", listed.examine),
    Link("request", "the request as the controller sends it", request.examine),
    Link("rule", "the adapter's discovery rule", rule.examine),
    Link("promql", "the query that it builds", promql.examine),
    Link("series", "the series behind it", series.examine),
    Link("scrape", "the scrape targets of the series", scrape.examine),
    Link("exporter", "what they expose", exporter.examine),
    Link("labels", "the labels that name the objects", labels.examine),
    Link("pods", "the workload, its pods, described objects", pods.examine),
)
"""From the HPA backwards."""
