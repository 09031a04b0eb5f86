"""``octoscale rules preview``: what an adapter's config would serve, live."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from adapter_rules.outputs.preview_data import to_dict
from adapter_rules.preview import Limits, preview
from adapter_rules.rule import compile_config
from adapter_rules.sources import load_one
from adapter_rules.verdict import findings
from octoscale.cli import output as out
from octoscale.cli.cost_options import max_series_option, series_queries, tell_cost
from octoscale.cli.offline_options import evaluated_port, label_option, offline_option
from octoscale.cli.options import VERBOSITY, output_option, verbosity_options
from octoscale.cli.prometheus_options import Duration, prometheus_options
from octoscale.core import yamlio
from octoscale.core.errors import InputError
from octoscale.core.escape import terminal
from octoscale.kube.restmapper import RESTMapper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.asking import Answered, ObjectValue
    from adapter_rules.preview import Preview, Previewed
    from octoscale.cli.prometheus_options import PrometheusOptions


@click.command(
    epilog="""\b
Examples:
  octoscale rules preview --config rules.yaml --prometheus http://127.0.0.1:9090
  octoscale rules preview --config rules.yaml --prometheus URL -o json | jq .custom
  octoscale rules preview --config rules.yaml --prometheus URL --metric hits --strict
  octoscale rules preview --config rules.yaml --offline metrics.txt --label pod=web-0

\b
Only reads, and little at a time: the series are counted first (--max-series),
and at most four questions are asked at once. Exits 1 when the config is wrong,
Prometheus refuses one of its series queries, a rule can never answer or a
--metric is not listed; with --strict also for a rule without series and a metric
without a value. 3 when Prometheus cannot be asked.
"""
)
@click.option(
    "--config",
    "config_name",
    metavar="FILE",
    required=True,
    help="The adapter's config: bare, in a ConfigMap or as Helm values; - reads "
    "standard input.",
)
@prometheus_options(required=False, help_text="Prometheus' base URL.")
@offline_option
@label_option
@click.option("--namespace", metavar="NAME", help="Only objects of this namespace.")
@click.option(
    "--metric",
    "metrics",
    metavar="NAME",
    multiple=True,
    help="Only the metric of this API name. May be given several times.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Exit 1 when a rule finds no series or a metric has no value now.",
)
@max_series_option
@click.option(
    "--look-back",
    type=Duration(),
    default="10m",
    show_default=True,
    help="How old a series may be: the adapter's --metrics-max-age.",
)
@click.option(
    "--series-limit",
    type=click.IntRange(min=1),
    default=Limits().series,
    show_default=True,
    help="Series to read for each series query.",
)
@click.option(
    "--query-limit",
    type=click.IntRange(min=0),
    default=Limits().queries,
    show_default=True,
    help="Instant queries to ask in all; 0 shows no values.",
)
@output_option("table", "json", "yaml")
@verbosity_options
def command(
    *,
    config_name: str,
    prometheus: PrometheusOptions,
    offline: str | None,
    labels: dict[str, str],
    namespace: str | None,
    metrics: tuple[str, ...],
    strict: bool,
    max_series: int,
    look_back: float,
    series_limit: int,
    query_limit: int,
    output: str,
) -> None:
    """Show what an adapter's config would serve from a live Prometheus.

    Every metric that the API would list, from which series, with the final
    PromQL and the current value of each object; and every series that is left
    out, with the stage and the reason. What has no value shows as absent.
    """
    source = load_one(yamlio.read_text(config_name), file=config_name)
    mapper = RESTMapper.builtin()
    compile_config(source.config, mapper, document=source.document)
    now = time.time()
    with evaluated_port(prometheus, offline, labels) as port:
        if offline is None:
            tell_cost(
                series_queries(source.config),
                port.prometheus,
                most=max_series,
                now=now,
                further=query_limit,
            )
        shown = preview(
            source.config,
            port.prometheus,
            mapper=mapper,
            now=now,
            limits=Limits(
                series=series_limit,
                queries=query_limit if port.evaluates else 0,
                look_back_seconds=look_back,
                namespace=namespace,
                metrics=frozenset(metrics),
            ),
            progress=_say_more,
        )
    if output == "table":
        _print(shown)
    else:
        out.emit_data(to_dict(shown), output)
    problems = findings(shown, source.document, strict=strict, metrics=metrics)
    if problems:
        raise InputError(problems)


def _say_more(text: str) -> None:
    if VERBOSITY.verbose:
        out.say(text)


def _print(shown: Preview) -> None:
    for api, metrics in (
        ("custom.metrics.k8s.io", shown.custom),
        ("external.metrics.k8s.io", shown.external),
    ):
        if metrics:
            with_value = sum(metric.has_value for metric in metrics)
            out.emit(f"{api}: {len(metrics)} listed, {with_value} with a value now\n")
            rows = [row for m in metrics for row in _values(m)]
            out.emit_table(("METRIC", "NAMESPACE", "OBJECT", "VALUE", "NOTE"), rows)
            out.emit("")
            rows = list(dict.fromkeys(row for m in metrics for row in _queries(m)))
            out.emit_table(("METRIC", "RULE", "SERIES", "PROMQL"), rows)
            out.emit("")
    if not shown.custom and not shown.external:
        out.emit("nothing would be listed\n")
    if shown.left_out:
        out.emit(f"left out: {len(shown.left_out)}\n")
        rows = [
            (left.rule.label, left.series_name, str(left.stage), left.reason)
            for left in shown.left_out
        ]
        out.emit_table(("RULE", "SERIES", "STAGE", "REASON"), rows)
        out.emit("")
    for note in shown.notes:
        out.emit(terminal(f"note: {note}"))


def _values(metric: Previewed) -> Iterator[tuple[str, ...]]:
    name = str(metric.listed.key)
    if not metric.answers:
        yield name, "", "", "absent", "no label's value names an object"
    for answer in metric.answers:
        for value in answer.values:
            yield name, _namespace(answer), *_value(value)
        if answer.question.unasked:
            more = f"{answer.question.unasked} more"
            yield name, _namespace(answer), more, "", "not asked: too many objects"
        if not answer.values:
            yield name, _namespace(answer), "", "absent", answer.problem


def _value(value: ObjectValue) -> tuple[str, str, str]:
    shown = value.quantity.canonical if value.quantity is not None else "absent"
    labels = ",".join(f"{label}={text}" for label, text in value.labels.items())
    return value.name or labels, shown, value.note


def _namespace(answer: Answered) -> str:
    """Give the namespace; one that the series do not name is told apart."""
    name = answer.question.request.namespace
    return f"{name} (assumed)" if answer.question.assumed_namespace else name


def _queries(metric: Previewed) -> Iterator[tuple[str, ...]]:
    listed = metric.listed
    for answer in metric.answers:
        promql = answer.question.promql or f"none: {answer.problem}"
        yield str(listed.key), listed.rule.label, listed.series_name, promql
