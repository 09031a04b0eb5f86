"""``octoscale rules explain``: one request through all stages of the rules."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

import click

from adapter_rules.explain import Limits, explain
from adapter_rules.explanation import Asked
from adapter_rules.outputs.explain_data import to_dict
from adapter_rules.rule import compile_config
from adapter_rules.sources import load_one
from hpa.manifests import load as load_hpas
from hpa.requests import requests_of
from octoscale.cli import output as out
from octoscale.cli.cost_options import max_series_option, tell_cost
from octoscale.cli.offline_options import evaluated_port, label_option, offline_option
from octoscale.cli.options import output_option, verbosity_options
from octoscale.cli.prometheus_options import Duration, prometheus_options
from octoscale.core import yamlio
from octoscale.core.errors import UsageError
from octoscale.core.escape import terminal
from octoscale.kube.restmapper import RESTMapper

if TYPE_CHECKING:
    from adapter_rules.explanation import Explanation, Step
    from adapter_rules.model import AdapterConfig
    from octoscale.cli.prometheus_options import PrometheusOptions

LOOKS = 20
"""Questions about one request, beside those for series: its value, and some that
find out why there is none."""


@click.command(
    epilog="""\b
Examples:
  octoscale rules explain pods/web-0/http_requests_per_second -n shop \\
      --config rules.yaml --prometheus http://127.0.0.1:9090
  octoscale rules explain --hpa hpa.yaml --config rules.yaml --prometheus URL
  octoscale rules explain orders_waiting -n shop --selector queue=mail ...
  octoscale rules explain 'pods/*/queue_depth' -n shop --config rules.yaml \\
      --offline metrics.txt --label namespace=shop --label pod=web-0

\b
Exits 1 when a request breaks at some step, 3 when Prometheus cannot be asked.
"""
)
@click.argument("request", metavar="RESOURCE/NAME/METRIC", required=False)
@click.option("--hpa", "hpa_name", metavar="FILE", help="Take an HPA's requests.")
@click.option("-n", "--namespace", metavar="NAME", default="", help="The HPA's.")
@click.option("--selector", metavar="A=B", default="", help="On the metric's labels.")
@click.option(
    "--config",
    "config_name",
    metavar="FILE",
    required=True,
    help="The adapter's config: bare, in a ConfigMap or as Helm values.",
)
@prometheus_options(required=False, help_text="Prometheus' base URL.")
@offline_option
@label_option
@max_series_option
@click.option(
    "--look-back",
    type=Duration(),
    default="10m",
    show_default=True,
    help="How old a series may be: the adapter's --metrics-max-age.",
)
@output_option("text", "json", "yaml")
@verbosity_options
def command(
    *,
    request: str | None,
    hpa_name: str | None,
    namespace: str,
    selector: str,
    config_name: str,
    prometheus: PrometheusOptions,
    offline: str | None,
    labels: dict[str, str],
    max_series: int,
    look_back: float,
    output: str,
) -> int:
    """Tell the whole story of one request, as an HPA would send it.

    RESOURCE/NAME/METRIC is asked for as in the metrics API: pods/web-0/METRIC,
    'pods/*/METRIC' for all, services/web/METRIC, namespaces/shop/METRIC; a METRIC
    alone is an external one. Shown are the rule, the series, the filters, what
    the labels stand for, the name, the PromQL, the raw result, what is dropped
    and why, and the value that arrives; or the first broken step with its
    evidence and a way out.
    """
    mapper = RESTMapper.builtin()
    source = load_one(yamlio.read_text(config_name), file=config_name)
    compile_config(source.config, mapper, document=source.document)
    wanted = _requests(
        request, hpa_name, namespace=namespace, selector=selector, mapper=mapper
    )
    with contextlib.ExitStack() as stack:
        port = stack.enter_context(evaluated_port(prometheus, offline, labels))
        if offline is None:
            tell_cost(
                _series_queries(source.config, wanted),
                port.prometheus,
                most=max_series,
                now=time.time(),
                further=LOOKS * len(wanted),
            )
        limits = Limits(look_back_seconds=look_back, evaluate=port.evaluates)
        told = [
            explain(
                asked,
                source.config,
                port.prometheus,
                mapper=mapper,
                now=time.time(),
                limits=limits,
            )
            for asked in wanted
        ]
    if output == "text":
        for one in told:
            _print(one)
    else:
        out.emit_data([to_dict(one) for one in told], output)
    return int(any(one.broken is not None for one in told))


def _series_queries(config: AdapterConfig, wanted: list[Asked]) -> list[str]:
    """Give those of the APIs that are asked: all of their rules are looked at."""
    rules = config.rules if any(one.resource for one in wanted) else ()
    if not all(one.resource for one in wanted):
        rules = (*rules, *config.external_rules)
    return [rule.series_query for rule in rules]


def _requests(
    request: str | None,
    hpa_name: str | None,
    *,
    namespace: str,
    selector: str,
    mapper: RESTMapper,
) -> list[Asked]:
    """Read what is asked for: one request, or those of the HPAs in a file."""
    if (request is None) == (hpa_name is None):
        raise click.UsageError("give either RESOURCE/NAME/METRIC or --hpa FILE")
    if hpa_name is not None:
        hpas = load_hpas(yamlio.read_text(hpa_name), file=hpa_name)
        found = [a for h in hpas for a in requests_of(h, mapper, namespace=namespace)]
        if not found:
            raise UsageError(f"{hpa_name}: no HPA asks for a custom or external metric")
        return found
    parts = (request or "").split("/")
    if len(parts) == 1 and parts[0]:
        return [
            Asked(metric=parts[0], namespace=namespace or "default", selector=selector)
        ]
    if len(parts) != 3 or not all(parts):
        raise click.UsageError(
            "write RESOURCE/NAME/METRIC, or METRIC for external ones"
        )
    resource, name, metric = parts
    return [
        Asked(
            metric=metric,
            resource=resource,
            name=name,
            namespace=namespace,
            selector=selector,
        )
    ]


def _print(told: Explanation) -> None:
    if told.asked.origin:
        out.emit(terminal(f"{told.asked.origin}:"))
    for step in told.steps:
        _print_step(step)
    for value in told.values:
        if value.quantity is None:
            out.emit(terminal(f"  absent: {value.name}: {value.note}"))
    if told.answer:
        out.emit(terminal(f"the adapter answers {told.answer}"))
    for note in told.notes:
        out.emit(terminal(f"note: {note}"))
    out.emit("")


def _print_step(step: Step) -> None:
    mark = "BREAKS" if step.broken else "ok"
    out.emit(terminal(f"{mark:6} {step.name}: {step.text}"))
    for line in step.evidence:
        out.emit(terminal(f"         {line}"))
    if step.hint:
        out.emit(terminal(f"       hint: {step.hint}"))
