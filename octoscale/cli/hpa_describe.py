"""``octoscale hpa describe``: what an HPA means, in plain words."""

from __future__ import annotations

import click

from octoscale.cli.hpa_options import kube_version_option, read_manifests
from octoscale.cli.options import output_option, verbosity_options
from octoscale.cli.output import emit, emit_data
from octoscale.core.escape import terminal


@click.command(
    epilog="""\b
Examples:
  octoscale hpa describe hpa.yaml
  octoscale hpa describe hpa.yaml --kube-version 1.29 -o json
  octoscale hpa build deployment/httpgo --max 8 --pods open_fds=200 \\
    | octoscale hpa describe -

\b
The trails are walked by the controller's own algorithm in virtual time, with
pods that are ready at once: how long an image takes is octoscale bench's
business.
"""
)
@click.argument("file", metavar="FILE")
@kube_version_option
@output_option("text", "json", "yaml")
@verbosity_options
def command(file: str, *, kube_version: str | None, output: str) -> None:
    """Say what the HPAs of a file mean.

    From which value on they scale up and down, tolerance included; the fastest
    possible trail from the minimum to the maximum and back, in seconds; what a
    missing metric does; which Kubernetes serves the API version.
    """
    from hpa.describe import describe, to_dict, to_lines

    manifests = read_manifests([file])
    described = [describe(m.hpa, kubernetes=kube_version) for m in manifests]
    if output != "text":
        emit_data({"autoscalers": list(map(to_dict, described))}, output)
        return
    texts = ["\n".join(map(terminal, to_lines(one))) for one in described]
    emit("\n\n".join(texts))
