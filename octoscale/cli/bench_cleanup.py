"""``octoscale bench cleanup``: remove what runs left in a cluster."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from octoscale.cli.cluster import ClusterOptions, cluster_options
from octoscale.cli.options import output_option, verbosity_options
from octoscale.cli.output import emit, emit_data
from octoscale.core.errors import GoalMissedError
from octoscale.core.escape import terminal

if TYPE_CHECKING:
    from bench.drivers.kubernetes.cleanup import Leftover


@click.command(
    epilog="""\b
Examples:
  octoscale bench cleanup --context lab --dry-run
  octoscale bench cleanup --context lab --run 1a2b3c4d

\b
Runs remove what they made; this finds what was left by one that was killed, or lost
its cluster. It deletes namespaces with the label
app.kubernetes.io/managed-by=octoscale-bench, also those of runs that still go on:
name one with --run. Exits 1 when something could not be removed.
"""
)
@cluster_options
@click.option("--run", metavar="ID", help="Only what the run of this id made.")
@click.option("--dry-run", is_flag=True, help="List it, remove nothing.")
@output_option("text", "json", "yaml")
@verbosity_options
def command(
    *, cluster: ClusterOptions, run: str | None, dry_run: bool, output: str
) -> None:
    """Find and remove what runs of octoscale bench left in a cluster."""
    from bench.drivers.kubernetes.cleanup import leftovers, remove

    outcomes: list[tuple[Leftover, str]] = []
    with cluster.connected() as chosen:
        for one in leftovers(chosen.kube, run=run):
            why = "not asked to" if dry_run else remove(chosen.kube, one.name)
            outcomes.append((one, why))
            if output == "text":
                emit(terminal(_line(one, why)))
    if output != "text":
        found = [{**asdict(one), "removed": not why} for one, why in outcomes]
        emit_data({"leftovers": found}, output)
    elif not outcomes:
        emit("nothing is left")
    stuck = [one for one, why in outcomes if why and not dry_run]
    if stuck:
        raise GoalMissedError(
            f"not removed: {', '.join(one.name for one in stuck)}",
            hint=stuck[0].command,
        )


def _line(one: Leftover, why: str) -> str:
    age = f" (run {one.run}, made {one.created})"
    if not why:
        return f"{one.name}: removed{age}"
    return f"{one.name}: still there: {why}{age}; {one.command}"
