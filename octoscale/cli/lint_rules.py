"""``octoscale lint rules``: adapter rules that load and do not do what they say."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

import click

from octoscale.cli import output as out
from octoscale.cli.cost_options import max_series_option, tell_cost
from octoscale.cli.findings import findings_options, report
from octoscale.cli.offline_options import offline_option
from octoscale.cli.options import VERBOSITY, verbosity_options
from octoscale.cli.prometheus_options import Duration, prometheus_options
from octoscale.core import yamlio

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adapter_rules.prometheus.base import PrometheusPort
    from octoscale.cli.prometheus_options import PrometheusOptions


@click.command(
    epilog="""\b
Examples:
  octoscale lint rules rules.yaml --scrape-interval 15s
  octoscale lint rules teams/*.yaml -o github
  octoscale lint rules values.yaml --prometheus http://127.0.0.1:9090
  kubectl get configmap adapter-config -n monitoring -o yaml | octoscale lint rules -

\b
With --prometheus it counts the series of each series query (--max-series), then
asks for them, the metadata and the scrape targets; at most four questions at
once and no values.
"""
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@prometheus_options(
    required=False,
    help_text="A live Prometheus: its series, types and scrape intervals are looked "
    "at, too.",
)
@click.option(
    "--scrape-interval",
    type=Duration(),
    help="How often the series are scraped. Without it, a live Prometheus is asked.",
)
@click.option(
    "--relist-interval",
    type=Duration(),
    help="The adapter's --metrics-relist-interval. Without it, a Deployment or "
    "values in the same file are looked at.",
)
@click.option(
    "--max-age", type=Duration(), help="The adapter's --metrics-max-age; likewise."
)
@click.option(
    "--kube-version",
    metavar="1.N",
    help="The cluster's Kubernetes: which resources there are.",
)
@click.option(
    "--resource",
    "resources",
    metavar="PLURAL.GROUP",
    multiple=True,
    help="A custom resource that the cluster has. May be given several times.",
)
@click.option(
    "--cluster-resource",
    "cluster_resources",
    metavar="PLURAL.GROUP",
    multiple=True,
    help="The same, for one outside namespaces.",
)
@offline_option
@max_series_option
@click.option(
    "--most-series",
    type=click.IntRange(min=1),
    default=10_000,
    show_default=True,
    help="Series that one rule may find before it is told (AR118).",
)
@click.option(
    "--most-names",
    type=click.IntRange(min=1),
    default=500,
    show_default=True,
    help="API resources that one rule may list, likewise.",
)
@findings_options
@verbosity_options
def command(
    files: tuple[str, ...],
    *,
    prometheus: PrometheusOptions,
    scrape_interval: float | None,
    relist_interval: float | None,
    max_age: float | None,
    kube_version: str | None,
    resources: tuple[str, ...],
    cluster_resources: tuple[str, ...],
    offline: str | None,
    max_series: int,
    most_series: int,
    most_names: int,
    output: str,
    fail_on: str,
) -> int:
    """Find adapter rules that load and do not do what they say.

    FILE is the adapter's config: bare, in ConfigMaps among other manifests, as
    values of the Helm chart (also inside Argo's and Flux's objects), or '-' for
    standard input. Several files are one config, from several teams.
    """
    from adapter_rules.checks import CHECKS
    from adapter_rules.checks.resources import mapper_for
    from adapter_rules.checks.run import Surroundings, lint_files

    mapper = mapper_for(
        _minor(kube_version), namespaced=resources, cluster=cluster_resources
    )
    now = time.time()
    with contextlib.ExitStack() as stack:
        live = stack.enter_context(_port(prometheus, offline))

        def before(queries: Sequence[str]) -> None:
            """Tell the cost of a live server; a file costs nothing."""
            if live is not None and offline is None:
                tell_cost(queries, live, most=max_series, now=now, further=2)

        linted = lint_files(
            files,
            Surroundings(
                mapper=mapper,
                scrape_interval_seconds=scrape_interval,
                relist_seconds=relist_interval,
                max_age_seconds=max_age,
                prometheus=live,
                most_series=most_series,
                most_names=most_names,
                now=now,
                progress=_say_more,
                before=before,
            ),
        )
    if not linted.rules:
        out.say("octoscale: the input has no discovery rule that can be checked")
    summaries = {row.code: row.summary for row in CHECKS}
    return report(linted.findings, output=output, fail_on=fail_on, summaries=summaries)


@contextlib.contextmanager
def _port(
    prometheus: PrometheusOptions, offline: str | None
) -> Iterator[PrometheusPort | None]:
    """Give what series are asked of: a live server, a file, or nothing."""
    from adapter_rules import offline as saved

    if offline is not None and prometheus.url is not None:
        raise click.UsageError("--prometheus and --offline exclude each other")
    if offline is not None:
        yield saved.read(yamlio.read_text(offline), file=offline).memory()
    elif prometheus.url is not None:
        with prometheus.connect() as client:
            yield client
    else:
        yield None


def _say_more(text: str) -> None:
    if VERBOSITY.verbose:
        out.say(text)


def _minor(version: str | None) -> int | None:
    from hpa.algorithm.versions import minor_of

    if version is None:
        return None
    try:
        return minor_of(version)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--kube-version") from None
