"""``octoscale rules diff``: what a new config serves otherwise than the old."""

from __future__ import annotations

import contextlib
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from adapter_rules.diff import diff
from adapter_rules.rule import compile_config
from adapter_rules.sources import load_one
from octoscale.cli import output as out
from octoscale.cli.cost_options import max_series_option, series_queries, tell_cost
from octoscale.cli.options import output_option, verbosity_options
from octoscale.cli.prometheus_options import prometheus_options
from octoscale.core import yamlio
from octoscale.core.errors import UsageError
from octoscale.core.escape import terminal
from octoscale.kube.restmapper import RESTMapper

if TYPE_CHECKING:
    from adapter_rules.diff import Change
    from adapter_rules.model import AdapterConfig
    from octoscale.cli.prometheus_options import PrometheusOptions

_SIGNS = {"appears": "+", "disappears": "-", "changes": "~"}


@click.command(
    epilog="""\b
Examples:
  octoscale rules diff old.yaml new.yaml
  octoscale rules diff old.yaml new.yaml --prometheus http://127.0.0.1:9090

\b
Exits 0 when both serve the same, 1 when they differ.
"""
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@prometheus_options(
    required=False, help_text="Compare what both list on this live Prometheus."
)
@max_series_option
@output_option("text", "json", "yaml")
@verbosity_options
def command(
    old: str, new: str, *, prometheus: PrometheusOptions, max_series: int, output: str
) -> int:
    """Show which metrics appear, disappear or change their query.

    OLD and NEW are configs: bare, in a ConfigMap or as Helm values; one may be
    '-' for standard input. Without --prometheus the rules alone are compared:
    those that find their series by a pattern as a whole. Queries are shown for a
    request for OBJECT in NAMESPACE.
    """
    if old == new == yamlio.STDIN:
        raise UsageError("standard input can be read once only")
    mapper = RESTMapper.builtin()
    before, after = _load(old, mapper), _load(new, mapper)
    now = time.time()
    with contextlib.ExitStack() as stack:
        live = None
        if prometheus.url is not None:
            live = stack.enter_context(prometheus.connect())
            queries = series_queries(before, after)
            tell_cost(queries, live, most=max_series, now=now, further=0)
        changes = diff(before, after, mapper=mapper, prometheus=live, now=now)
    if output == "text":
        for change in changes:
            _print(change)
        out.say(f"{len(changes)} differences" if changes else "no differences")
    else:
        out.emit_data([asdict(change) for change in changes], output)
    return int(bool(changes))


def _load(name: str, mapper: RESTMapper) -> AdapterConfig:
    source = load_one(yamlio.read_text(name), file=name)
    compile_config(source.config, mapper, document=source.document)
    return source.config


def _print(change: Change) -> None:
    out.emit(terminal(f"{_SIGNS[change.kind]} {change.name}"))
    for sign, text in (("-", change.old), ("+", change.new)):
        for line in text.splitlines():
            out.emit(terminal(f"    {sign} {line}"))
