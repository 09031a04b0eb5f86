"""``octoscale lint hpa``: HPAs that are valid and do not do what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from octoscale.cli.findings import findings_options, report
from octoscale.cli.options import verbosity_options
from octoscale.cli.output import say

if TYPE_CHECKING:
    from hpa.checks.ceilings import Ceiling


@click.command(
    epilog="""\b
Examples:
  octoscale lint hpa hpa.yaml deployment.yaml
  octoscale lint hpa deploy/ --rules rules.yaml --kube-version 1.29
  octoscale lint hpa hpa.yaml --ceiling myapphttp_process_open_fds=1024
  kubectl get hpa,deploy -A -o yaml | octoscale lint hpa - -o json
"""
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--rules",
    "rules_file",
    metavar="FILE",
    help="The Prometheus Adapter's config: checks the metrics' names and what "
    "their queries compute.",
)
@click.option(
    "--kube-version",
    metavar="1.N",
    help="The Kubernetes that the HPAs are for. Without it, each is judged by the "
    "last one known that serves its API version.",
)
@click.option(
    "--ceiling",
    "ceilings",
    metavar="NAME=VALUE",
    multiple=True,
    help="The most that a metric of one process can reach, by its API or series "
    "name. May be given several times.",
)
@click.option(
    "--exposition",
    "expositions",
    metavar="FILE",
    multiple=True,
    help="One answer of a process' /metrics: file descriptors and Apache's slots "
    "are taken from it as ceilings.",
)
@findings_options
@verbosity_options
def command(
    files: tuple[str, ...],
    *,
    rules_file: str | None,
    kube_version: str | None,
    ceilings: tuple[str, ...],
    expositions: tuple[str, ...],
    output: str,
    fail_on: str,
) -> int:
    """Find HPAs that are valid and do not do what they say.

    FILE is a manifest, a folder (every *.yaml and *.yml below it) or '-' for
    standard input. Deployments, quotas, KEDA objects and other HPAs in the files
    are what the HPAs are judged against.
    """
    from hpa.checks import CHECKS
    from hpa.checks.run import lint_files

    linted = lint_files(
        files,
        rules_file=rules_file,
        kubernetes=_minor(kube_version),
        ceilings=_ceilings(ceilings),
        expositions=expositions,
    )
    if not linted.autoscalers:
        say("octoscale: the input has no HorizontalPodAutoscaler that can be checked")
    summaries = {row.code: row.summary for row in CHECKS}
    return report(linted.findings, output=output, fail_on=fail_on, summaries=summaries)


def _minor(version: str | None) -> int | None:
    from hpa.algorithm.versions import minor_of

    if version is None:
        return None
    try:
        return minor_of(version)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--kube-version") from None


def _ceilings(given: tuple[str, ...]) -> dict[str, Ceiling]:
    from hpa.checks.ceilings import stated

    try:
        return dict(stated(text) for text in given)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--ceiling") from None
