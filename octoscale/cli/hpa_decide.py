"""``octoscale hpa decide``: what the controller would do now, and why."""

from __future__ import annotations

import click

from octoscale.cli.hpa_options import (
    kube_version_option,
    only_one,
    read_manifests,
)
from octoscale.cli.options import output_option, verbosity_options
from octoscale.cli.output import emit, emit_data
from octoscale.core.errors import UsageError
from octoscale.core.escape import terminal
from octoscale.core.yamlio import read_text


@click.command(
    epilog="""\b
Examples:
  octoscale hpa decide hpa.yaml --observation seen.yaml
  octoscale hpa decide hpa.yaml --observation - -o json < seen.yaml
  octoscale hpa decide --print-example > seen.yaml

\b
The observation file says what one sync of the controller sees: replicas, pods,
metrics, and what it remembers. octoscale schema observation prints its schema.
"""
)
@click.argument("file", metavar="FILE", required=False)
@click.option(
    "--observation", metavar="FILE", help="What the controller sees; - reads "
    "standard input.",
)  # fmt: skip
@click.option("--name", metavar="NAME", help="Which HPA of the file.")
@click.option(
    "--print-example", is_flag=True, help="Print a commented observation file."
)
@kube_version_option
@output_option("text", "json", "yaml")
@verbosity_options
def command(
    file: str | None,
    *,
    observation: str | None,
    name: str | None,
    print_example: bool,
    kube_version: str | None,
    output: str,
) -> None:
    """Decide once, as the HPA controller does, and show the reasoning."""
    from hpa.acceptance import SOME_SERVER
    from hpa.algorithm.versions import caveat
    from hpa.explain import explain, to_dict, to_lines
    from hpa.observations.example import example
    from hpa.observations.reading import load
    from hpa.spec import decision_spec

    if print_example:
        emit(example())
        return
    if file is None or observation is None:
        raise UsageError(
            "an HPA and an observation are needed",
            hint="octoscale hpa decide FILE --observation FILE; --print-example "
            "prints an observation to start from",
        )
    if file == observation == "-":
        raise UsageError("only one of the two can come from standard input")
    hpa = only_one(read_manifests([file]), name).hpa
    spec = decision_spec(hpa)
    sync = load(
        read_text(observation),
        spec,
        file=observation,
        kubernetes=kube_version,
        default_kubernetes=SOME_SERVER.version_for(hpa),
    )
    explanation = explain(spec, sync.state, sync.observation, sync.config, sync.now)
    note = caveat(sync.kubernetes)
    if output == "text":
        lines = [f"{hpa.metadata.name}, as Kubernetes {sync.kubernetes} decides"]
        lines[0] += f" ({note})" if note else ""
        emit("\n".join(map(terminal, [*lines, *to_lines(explanation)])))
    else:
        head = {"kubernetes": sync.kubernetes, "notVerified": note or None}
        emit_data({**head, **to_dict(explanation)}, output)
