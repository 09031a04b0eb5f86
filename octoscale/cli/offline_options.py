"""Options with which a saved file stands in for a live Prometheus.

What is in such a file is ``adapter_rules.offline``'s business.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from octoscale.cli import output as out
from octoscale.core import yamlio
from octoscale.core.errors import EnvironmentMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.prometheus.base import PrometheusPort
    from octoscale.cli.prometheus_options import PrometheusOptions

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Port:
    """What is asked, and whether it evaluates queries."""

    prometheus: PrometheusPort
    evaluates: bool


def offline_option(function: F) -> F:
    """Add ``--offline``."""
    return click.option(
        "--offline",
        metavar="FILE",
        help="In place of a live Prometheus: a saved exposition, or a list of series.",
    )(function)


def label_option(function: F) -> F:
    """Add ``--label``, for what a scrape attaches to a saved exposition."""

    def read(
        context: click.Context, parameter: click.Parameter, given: tuple[str, ...]
    ) -> dict[str, str]:
        pairs = [text.partition("=") for text in given]
        if not all(name.isidentifier() and sign for name, sign, _ in pairs):
            raise click.BadParameter("write NAME=VALUE", context, parameter)
        return {name: value for name, _, value in pairs}

    return click.option(
        "--label",
        "labels",
        metavar="NAME=VALUE",
        multiple=True,
        callback=read,
        help="A label that the scrape attaches to the series of --offline. May be "
        "given several times.",
    )(function)


@contextmanager
def evaluated_port(
    prometheus: PrometheusOptions, offline: str | None, labels: dict[str, str]
) -> Iterator[Port]:
    """Give a live Prometheus, or a file in its place.

    A file with values is loaded into a throw-away Prometheus where the program is
    found; else its series are known, and no values.
    """
    from adapter_rules import offline as saved

    if (offline is None) == (prometheus.url is None):
        raise click.UsageError("give either --prometheus URL or --offline FILE")
    if offline is None:
        with prometheus.connect() as client:
            yield Port(client, evaluates=True)
        return
    known = saved.read(yamlio.read_text(offline), file=offline)
    with ExitStack() as stack:
        try:
            client = stack.enter_context(saved.evaluated(known, labels=labels))
            port = Port(client, evaluates=True)
        except EnvironmentMissingError as error:
            out.say(f"octoscale: no values: {error}")
            port = Port(known.labelled(labels).memory(), evaluates=False)
        yield port
