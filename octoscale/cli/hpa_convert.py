"""``octoscale hpa convert``: HPAs in another API version, or for KEDA."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from octoscale.cli.hpa_options import (
    decode_manifests,
    files_argument,
    read_manifests,
)
from octoscale.cli.options import output_option, verbosity_options
from octoscale.cli.output import emit, emit_data, say
from octoscale.core import yamlio
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from adapter_rules.model import AdapterConfig
    from hpa.conversion import ConversionReport
    from hpa.model.objects import Version

KEDA = "keda"


@click.command(
    epilog="""\b
Examples:
  octoscale hpa convert --to v2 hpa.yaml > hpa-v2.yaml
  octoscale hpa convert --to v1 hpa.yaml --strict
  octoscale hpa convert --to keda --rules rules.yaml \\
    --prometheus http://prometheus.monitoring:9090 hpa.yaml
  kubectl get hpa web -o yaml | octoscale hpa convert --to v2beta2 -

\b
What is lost on the way is told on standard error (in the result with -o json),
and is no failure unless --strict.
"""
)
@files_argument
@click.option(
    "--to",
    "to",
    type=click.Choice(["v2", "v2beta2", "v1", KEDA]),
    required=True,
    help="The API version, or KEDA's ScaledObject.",
)
@click.option(
    "--rules", "rules_file", metavar="FILE",
    help="The adapter's config, with the queries behind the metrics (for keda).",
)  # fmt: skip
@click.option(
    "--prometheus", metavar="URL",
    help="Prometheus as KEDA reaches it (for keda). [default: a stand-in]",
)  # fmt: skip
@click.option(
    "-n", "--namespace", metavar="NAME", default="",
    help="Of HPAs that name none (for keda: queries name it).",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Exit 1 when something is lost.")
@output_option("yaml", "json")
@verbosity_options
def command(
    files: tuple[str, ...],
    *,
    to: str,
    rules_file: str | None,
    prometheus: str | None,
    namespace: str,
    strict: bool,
    output: str,
) -> int:
    """Convert the HPAs of files, and report what does not come along."""
    if to != KEDA and (rules_file or prometheus):
        raise UsageError("--rules and --prometheus are for --to keda only")
    report = (
        _to_keda(files, rules_file, prometheus, namespace)
        if to == KEDA
        else _to_version(files, cast("Version", to))
    )
    for note in report.notes:
        say(note)
    if output == "json":
        emit_data(report.to_dict(), "json")
    else:
        for line in (*report.loss_lines(), *report.plan):
            say(line)
        if report.manifests:
            emit(yamlio.dump_all(report.manifests))
    return int(strict and bool(report.losses))


def _to_version(files: tuple[str, ...], to: Version) -> ConversionReport:
    from hpa.conversion import to_version

    return to_version(decode_manifests(files), to)


def _to_keda(
    files: tuple[str, ...],
    rules_file: str | None,
    prometheus: str | None,
    namespace: str,
) -> ConversionReport:
    from hpa.conversion import to_keda

    return to_keda(
        read_manifests(files),
        config=None if rules_file is None else _rules(rules_file),
        server_address=prometheus,
        namespace=namespace,
    )


def _rules(file: str) -> AdapterConfig:
    from adapter_rules.sources import load_one

    return load_one(yamlio.read_text(file), file=file).config
