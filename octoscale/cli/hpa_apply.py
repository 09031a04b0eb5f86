"""``octoscale hpa apply``: HPAs onto a cluster, by server-side apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from octoscale.cli.cluster import ClusterOptions, cluster_options
from octoscale.cli.hpa_cluster import refusals_placed
from octoscale.cli.hpa_options import decode_manifests, files_argument
from octoscale.cli.options import output_option, verbosity_options
from octoscale.cli.output import emit, emit_data, say
from octoscale.core.escape import terminal

if TYPE_CHECKING:
    from hpa.cluster import Applied


@click.command(
    epilog="""\b
Examples:
  octoscale hpa apply hpa.yaml --context kind-shop
  octoscale hpa apply hpa.yaml --yes -n shop --dry-run=server
  octoscale hpa build --from octoscale.yaml | octoscale hpa apply - --context prod

\b
The file's API version is used where the server has it, else v2 or v2beta2. The
field manager is octoscale; fields that others own stay theirs, and a conflict
fails, unless --force-conflicts. octoscale hpa diff shows the change before.
"""
)
@files_argument
@cluster_options
@click.option(
    "--dry-run",
    type=click.Choice(["none", "client", "server"]),
    default="none",
    show_default=True,
    help="server: it checks and stores nothing; client: nothing is sent to change.",
)
@click.option(
    "--force-conflicts", is_flag=True, help="Take over fields that others own."
)
@output_option("text", "json", "yaml")
@verbosity_options
def command(
    files: tuple[str, ...],
    *,
    cluster: ClusterOptions,
    dry_run: str,
    force_conflicts: bool,
    output: str,
) -> None:
    """Apply HPAs to a cluster, on the server's side."""
    from hpa.cluster import apply
    from octoscale.kube.types import DryRun

    manifests = decode_manifests(files)
    applied: list[Applied] = []
    with cluster.connected() as chosen:
        for manifest in manifests:
            with refusals_placed(manifest):
                one = apply(
                    chosen.kube,
                    manifest.hpa,
                    namespace=chosen.namespace,
                    force=force_conflicts,
                    dry_run=DryRun(dry_run),
                )
            applied.append(one)
            for loss in one.losses:
                say(f"{manifest.place(loss.path)}: lost: {loss}")
            if output == "text":
                emit(terminal(_line(one, dry_run)))
    if output != "text":
        emit_data({"applied": [one.manifest for one in applied]}, output)


def _line(one: Applied, dry_run: str) -> str:
    metadata = one.manifest["metadata"]
    tried = f" ({dry_run} dry run)" if dry_run != "none" else ""
    where = f"{metadata['namespace']}/{metadata['name']}"
    return f"{where}: {one.outcome}{tried}, {one.manifest['apiVersion']}"
