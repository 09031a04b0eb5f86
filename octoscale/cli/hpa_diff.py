"""``octoscale hpa diff``: what applying HPAs would change on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from octoscale.cli.cluster import ClusterOptions, cluster_options
from octoscale.cli.hpa_cluster import conflict_line, refusals_placed
from octoscale.cli.hpa_options import decode_manifests, files_argument
from octoscale.cli.options import output_option, verbosity_options
from octoscale.cli.output import emit, emit_data, say
from octoscale.core.escape import terminal

if TYPE_CHECKING:
    from hpa.cluster import Difference


@click.command(
    epilog="""\b
Examples:
  octoscale hpa diff hpa.yaml --context kind-shop
  octoscale hpa diff hpa.yaml --yes -n shop
  octoscale hpa build --from octoscale.yaml | octoscale hpa diff - --context prod

\b
Nothing is changed: the server applies the file in a dry run. Exits 0 when there
is no difference, 1 when there is one, 3 when the server cannot be reached.
"""
)
@files_argument
@cluster_options
@output_option("text", "json")
@verbosity_options
def command(files: tuple[str, ...], *, cluster: ClusterOptions, output: str) -> int:
    """Compare HPAs with those on a cluster.

    What is there is compared with what the server would store, without what it
    manages itself: a metric that comes back in another place is no difference.
    """
    from hpa.cluster import difference

    manifests = decode_manifests(files)
    found: list[Difference] = []
    with cluster.connected() as chosen:
        for manifest in manifests:
            with refusals_placed(manifest):
                one = difference(chosen.kube, manifest.hpa, namespace=chosen.namespace)
            found.append(one)
            for cause in one.conflicts:
                say(conflict_line(cause, manifest))
    if output == "json":
        emit_data({"differences": list(map(_plain, found))}, "json")
    else:
        for line in (line for one in found for line in one.lines()):
            emit(terminal(line))
    return int(any(not one.is_empty for one in found))


def _plain(one: Difference) -> dict[str, Any]:
    return {
        "name": one.name,
        "namespace": one.namespace,
        "apiVersion": one.api_version,
        "differs": not one.is_empty,
        "live": one.live,
        "applied": one.wanted,
        "conflicts": [
            {"field": cause.field, "message": cause.message} for cause in one.conflicts
        ],
    }
