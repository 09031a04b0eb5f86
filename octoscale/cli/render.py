"""``octoscale render``: from a service file to everything that the cluster needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from octoscale.cli.options import verbosity_options
from octoscale.cli.output import emit, emit_data, say

if TYPE_CHECKING:
    from octoscale.service.render import Companion, ScrapeKind


@click.command(
    epilog="""\b
Examples:
  octoscale render octoscale.yaml
  octoscale render octoscale.yaml --to deploy/
  octoscale render octoscale.yaml --scrape file-sd --to laptop/
  octoscale render octoscale.yaml --with dashboard --with alerts --to deploy/
  octoscale init --to - | octoscale render -
"""
)
@click.argument("file")
@click.option(
    "--to",
    "folder",
    metavar="DIR",
    help="Write one file for each artefact into this folder. Only files that "
    "octoscale rendered itself are replaced.",
)
@click.option(
    "--scrape",
    type=click.Choice(
        ("annotations", "scrape-config", "file-sd", "pod-monitor", "service-monitor")
    ),
    default="annotations",
    show_default=True,
    help="How Prometheus finds the pods: by annotations, by a job of the "
    "service's own, by a PodMonitor or ServiceMonitor, or (without Kubernetes) from "
    "a file.",
)
@click.option(
    "--with",
    "companions",
    type=click.Choice(("sidecar", "helm-values", "dashboard", "alerts")),
    multiple=True,
    help="What to render beside the chain: the exporter's container, values for the "
    "adapter's Helm chart, a Grafana dashboard, or alert rules with their tests. May "
    "be given several times.",
)
@click.option(
    "-o",
    "--output",
    type=click.Choice(("yaml", "json")),
    default="yaml",
    show_default=True,
    help="What is printed when --to is not given.",
)
@verbosity_options
def command(
    *,
    file: str,
    folder: str | None,
    scrape: ScrapeKind,
    companions: tuple[Companion, ...],
    output: str,
) -> None:
    """Turn a service file into adapter rules, HPA and scrape configuration.

    FILE is a service file ('-' for standard input); octoscale init writes one.
    Without --to all artefacts are printed for reading: not all of them are
    Kubernetes objects, so apply the files that --to writes.
    """
    from octoscale.core.yamlio import load, read_text
    from octoscale.service import render
    from octoscale.service.file import load as load_service

    service = load_service(read_text(file), file=file)
    artefacts = render.render(service, scrape=scrape, companions=companions)
    if folder is not None:
        paths = render.write(artefacts, Path(folder))
        for path, artefact in zip(paths, artefacts, strict=True):
            say(f"{path}: {artefact.purpose}")
    elif output == "json":
        emit_data({a.name: load(a.text).value for a in artefacts}, "json")
    else:
        emit(render.stream(artefacts))
