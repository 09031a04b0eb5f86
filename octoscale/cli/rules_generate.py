"""``octoscale rules generate``: rules from a live Prometheus, a query, fragments."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from adapter_rules.checks.run import Surroundings, lint
from adapter_rules.fragments import merge
from adapter_rules.from_promql import derive
from adapter_rules.known_objects import OBJECT_LISTS
from adapter_rules.model import AdapterConfig, dump, to_dict
from adapter_rules.outputs.configmap import configmap
from adapter_rules.outputs.helm import helm_values
from adapter_rules.promql import PromQLError
from adapter_rules.proposals import generate
from adapter_rules.requery import NoRuleError, Wanted
from adapter_rules.sources import find
from octoscale.cli import output as out
from octoscale.cli.cost_options import max_series_option, tell_cost
from octoscale.cli.options import VERBOSITY, verbosity_options
from octoscale.cli.prometheus_options import prometheus_options
from octoscale.core import yamlio
from octoscale.core.errors import InputError
from octoscale.core.finding import Finding, Place, Severity
from octoscale.kube.restmapper import GroupResource, MapperError, RESTMapper

if TYPE_CHECKING:
    from octoscale.cli.prometheus_options import PrometheusOptions

NO_RULE = "AR007"
"""No rule can be made of a query."""

EXTERNAL = "external"
FORMATS = ("config", "configmap", "helm", "json")


@click.command(
    epilog="""\b
Examples:
  octoscale rules generate --prometheus URL --match '{__name__=~"^shop_.*"}'
  octoscale rules generate --for pods \\
      --from-promql 'sum(rate(http_requests_total{code=~"5.."}[5m])) by (pod)'
  octoscale rules generate --merge team-a.yaml --merge team-b.yaml -o helm
"""
)
@prometheus_options(required=False, help_text="Propose rules for what is in it.")
@click.option(
    "--match",
    "selectors",
    metavar="SELECTOR",
    multiple=True,
    help="Which series, with --prometheus. May be given several times.",
)
@max_series_option
@click.option(
    "--quantile",
    "quantiles",
    type=click.FloatRange(min=0, max=1, min_open=True, max_open=True),
    multiple=True,
    default=(0.95,),
    show_default=True,
    help="Of histograms, beside the average. May be given several times.",
)
@click.option("--from-promql", "query", metavar="EXPR", help="Serve this query.")
@click.option(
    "--for",
    "resource",
    metavar="RESOURCE",
    default="pods",
    show_default=True,
    help="Whose metric the query is: pods, services, deployments.apps, external.",
)
@click.option("--name", "api_name", metavar="NAME", default="", help="Its API name.")
@click.option("--object-label", metavar="LABEL", help="Which label holds the object.")
@click.option(
    "--namespace-label", metavar="LABEL", default="namespace", show_default=True
)
@click.option(
    "--merge",
    "fragments",
    metavar="FILE",
    multiple=True,
    help="Put these configs together; conflicts are errors.",
)
@click.option(
    "-o",
    "--output",
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    show_default=True,
    help="A bare config, a ConfigMap, values of the Helm chart, or JSON.",
)
@verbosity_options
def command(
    *,
    prometheus: PrometheusOptions,
    selectors: tuple[str, ...],
    max_series: int,
    quantiles: tuple[float, ...],
    query: str | None,
    resource: str,
    api_name: str,
    object_label: str | None,
    namespace_label: str,
    fragments: tuple[str, ...],
    output: str,
) -> None:
    """Write adapter rules: for the series of a Prometheus, or for one query.

    With --prometheus and --match types come from the metadata, the association
    from labels whose values are names of objects, and rate windows from the
    scrape intervals. With --from-promql all four parts of the rule are derived
    from the query: what a request says is left to the template, and what could
    be NaN is guarded. With --merge several configs become one.
    """
    if [prometheus.url is not None, query is not None, bool(fragments)].count(
        True
    ) != 1:
        raise click.UsageError("give one of --prometheus, --from-promql and --merge")
    if prometheus.url is not None:
        config = _from_prometheus(prometheus, selectors, quantiles, max_series)
    elif query is not None:
        wanted = _wanted(resource, object_label, namespace_label, api_name)
        config = _from_query(query, wanted)
    else:
        config = _merged(fragments)
    _print(config, output)


def _from_prometheus(
    prometheus: PrometheusOptions,
    selectors: tuple[str, ...],
    quantiles: tuple[float, ...],
    most: int,
) -> AdapterConfig:
    if not selectors:
        raise click.UsageError("--prometheus needs --match: which series?")
    now = time.time()
    with prometheus.connect() as client:
        # kube-state-metrics' lists are read, too, and what expositions say.
        asked = (*selectors, *OBJECT_LISTS)
        tell_cost(asked, client, most=most, now=now, further=2)
        made = generate(
            selectors,
            client,
            now=now,
            quantiles=quantiles,
            progress=lambda text: out.say(text) if VERBOSITY.verbose else None,
        )
    for one in made.skipped:
        out.say(f"no rule for {one.name}: {one.reason}")
    for note in made.notes:
        out.say(f"note: {note}")
    out.say(f"{len(made.descriptors)} rules")
    return made.config


def _wanted(
    resource: str, object_label: str | None, namespace_label: str, api_name: str
) -> Wanted:
    found: GroupResource | None = None
    label = object_label or ""
    if resource != EXTERNAL:
        mapper = RESTMapper.builtin()
        try:
            known = mapper.resource_for(GroupResource.parse(resource))
        except MapperError as error:
            raise click.BadParameter(str(error), param_hint="--for") from None
        found, label = known.group_resource, label or known.singular
    return Wanted(
        resource=found,
        object_label=label,
        namespace_label=namespace_label,
        api_name=api_name,
    )


def _from_query(query: str, wanted: Wanted) -> AdapterConfig:
    """Derive the rule; what the checks say of it is an error of the query."""
    place = Place(file="--from-promql", line=1, column=1)
    try:
        derived = derive(query, wanted)
    except (PromQLError, NoRuleError) as error:
        raise InputError.at(place, NO_RULE, str(error)) from error
    rules = (derived.rule,)
    config = (
        AdapterConfig(external_rules=rules)
        if wanted.resource is None
        else AdapterConfig(rules=rules)
    )
    findings = lint(find(dump(config), file="the rule"), Surroundings())
    if any(one.severity is not Severity.INFO for one in findings):
        raise InputError([_at(one, place) for one in findings])
    for note in derived.notes:
        out.say(f"note: {note}")
    return config


def _at(finding: Finding, place: Place) -> Finding:
    return Finding(
        code=finding.code,
        severity=finding.severity,
        message=finding.message,
        place=place,
        hint=finding.hint,
    )


def _merged(names: tuple[str, ...]) -> AdapterConfig:
    found = [one for name in names for one in find(yamlio.read_text(name), file=name)]
    merged = merge(found)
    if merged.repeated:
        out.say(f"note: {merged.repeated} rules stood in several files")
    return merged.config


def _print(config: AdapterConfig, output: str) -> None:
    if output == "config":
        out.emit(dump(config))
        return
    data: dict[str, Any] = to_dict(config)
    if output == "configmap":
        data = configmap(config, name="adapter-config", namespace="monitoring")
    elif output == "helm":
        data = helm_values(config)
    out.emit_data(data, "json" if output == "json" else "yaml")
