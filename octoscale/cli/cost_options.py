"""``--max-series``: how much a live Prometheus may be asked for.

The cost is told before it arises. Counting is ``adapter_rules.cost``'s business.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from adapter_rules.cost import MOST_SERIES, estimate
from octoscale.cli import output as out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapter_rules.model import AdapterConfig
    from adapter_rules.prometheus.base import PrometheusPort

F = TypeVar("F", bound=Callable[..., Any])


def max_series_option(function: F) -> F:
    """Add ``--max-series``."""
    return click.option(
        "--max-series",
        type=click.IntRange(min=1),
        default=MOST_SERIES,
        show_default=True,
        help="Series to read from a live Prometheus in all. They are counted first; "
        "with more, nothing is read.",
    )(function)


def tell_cost(
    series_queries: Iterable[str],
    prometheus: PrometheusPort,
    *,
    most: int,
    now: float,
    further: int,
) -> None:
    """Say what is about to be asked; raises ``UsageError`` for more than *most*.

    *further* is the number of questions that may follow.
    """
    cost = estimate(series_queries, prometheus, now=now, further=further)
    if cost.series:
        out.say(f"asking Prometheus for {cost}")
        cost.check(most)


def series_queries(*configs: AdapterConfig) -> list[str]:
    """Give the series queries of all rules."""
    return [
        rule.series_query
        for config in configs
        for rule in (*config.rules, *config.external_rules)
    ]
