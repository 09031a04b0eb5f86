"""``octoscale bench load``: how much a service serves, measured with the real hey."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octoscale.cli import output as out
from octoscale.cli.cluster import ClusterOptions, cluster_options
from octoscale.cli.options import output_option, verbosity_options
from octoscale.core.errors import EnvironmentMissingError, GoalMissedError
from octoscale.core.escape import terminal

if TYPE_CHECKING:
    from bench.hey.process import HeyOutput
    from bench.interrupts import Interrupts
    from bench.load.observation import LoadReport, LoadRun
    from bench.load.plan import LoadPlan
    from bench.load.runner import World

EPILOG = """\b
Examples:
  octoscale bench load shop.yaml
  octoscale bench load shop.yaml --dry-run
  octoscale bench load fig11 --url k8s/4=http://127.0.0.1:8004 --repeats 5
  octoscale bench load fig10 --url 'new k8s/4=http://shop.test' --address 10.0.0.0/24
  octoscale schema load > load.schema.json

\b
PLAN is a file, - for standard input, or one of the paper's: fig10, fig11, fig12.
Load goes to no address that plan and command line do not name; names are resolved
before anything is sent, redirects are not followed, and a port of this machine that
nobody, or another process, listens on gets none. Exits 1 when the plan is wrong, its
goal is missed or a run failed, 3 when hey or an address is missing, 130 after Ctrl-C.
"""


@click.command(epilog=EPILOG)
@click.argument("plan_name", metavar="PLAN")
@click.option(
    "--url", "urls", multiple=True, metavar="SETUP[/REPLICAS]=URL",
    help="Where a setup of the plan is; may be repeated.",
)  # fmt: skip
@click.option(
    "--address", "addresses", multiple=True, metavar="IP|NETWORK",
    help="Where names in URLs may lead; may be repeated.",
)  # fmt: skip
@click.option(
    "--service", "services", multiple=True, metavar="NAME=PATH",
    help="Ask for these paths instead of the plan's; may be repeated.",
)  # fmt: skip
@click.option(
    "--repeats", type=click.IntRange(1, 1000),
    help="Of each cell. [default: the plan's]",
)  # fmt: skip
@click.option(
    "--goodput", type=click.FloatRange(0, min_open=True),
    help="Served requests a second that are wanted. [default: the plan's goal]",
)  # fmt: skip
@click.option(
    "--dry-run", is_flag=True, help="Say what would be sent where, and send nothing."
)
@click.option(
    "--to", "parent", type=click.Path(path_type=Path, file_okay=False),
    default=Path("octoscale-bench"), show_default=True,
    help="Where the run's own directory is made.",
)  # fmt: skip
@cluster_options
@output_option("table", "json", "csv", "junit")
@verbosity_options
def command(
    *,
    plan_name: str,
    urls: tuple[str, ...],
    addresses: tuple[str, ...],
    services: tuple[str, ...],
    repeats: int | None,
    goodput: float | None,
    dry_run: bool,
    parent: Path,
    cluster: ClusterOptions,
    output: str,
) -> None:
    """Measure goodput: URL by requests and workers by connections by replicas.

    Every cell of the plan's matrix is run with the real hey, again and again: the
    paper's section 6. Where there are several numbers of replicas, the capacity curve
    and the smallest number that meets the goal come with it.
    """
    from bench.load.file import load_load_plan, narrowed, runnable, with_addresses

    plan = load_load_plan(plan_name)
    plan = narrowed(plan, repeats=repeats, services=services, goodput=goodput)
    plan, left_out = runnable(with_addresses(plan, urls, addresses=addresses))
    if dry_run:
        _preview(plan)
        return
    report = _run(plan, left_out, parent, cluster)
    if report.runs:
        _show(report, output)
    _end(report)


def _preview(plan: LoadPlan) -> None:
    from bench.load.preview import preview

    rows, lines = preview(plan)
    out.emit_table(("setup", "replicas", "service", "connections", "hey"), rows)
    for line in ("", *lines):
        out.emit(terminal(line))


def _run(
    plan: LoadPlan, left_out: tuple[str, ...], parent: Path, cluster: ClusterOptions
) -> LoadReport:
    """Run the plan and write its files; signals are held off but while measuring."""
    from bench.interrupts import held_off
    from bench.load.reporting.directory import Raw
    from bench.load.runner import run
    from bench.reporting.directory import reserved

    started = datetime.now(UTC).isoformat(timespec="seconds")
    total = _count(plan)
    done = 0
    with ExitStack() as stack:
        world = _world(plan, cluster, stack)
        folder = stack.enter_context(
            reserved(parent, plan=f"load-{plan.load}", started=started)
        )
        signals = stack.enter_context(held_off())
        raw = Raw(folder)

        def tell(one: LoadRun, output: HeyOutput | None) -> None:
            nonlocal done
            done += 1
            raw.keep(one, output)
            out.say(f"[{done}/{total}] {_line(one, plan)}")

        report = run(plan, world, left_out=left_out, tell=tell, allow=signals.allowed)
        if report.runs:
            _write(report, folder, signals)
    return report


def _world(plan: LoadPlan, cluster: ClusterOptions, stack: ExitStack) -> World:
    """Find hey, and choose the cluster where something is scaled."""
    from bench.hey.process import HeyProcess, find_hey
    from bench.load.runner import World
    from bench.load.scaling import KubernetesScaler, NoScaler, Scaler

    scaler: Scaler = NoScaler()
    if any(setup.scale is not None for setup in plan.setups):
        chosen = stack.enter_context(cluster.connected())
        scaler = KubernetesScaler(chosen.kube)
    return World(
        generator=HeyProcess(find_hey()),
        described="hey, on this machine",
        scaler=scaler,
    )


def _write(report: LoadReport, folder: Path, signals: Interrupts) -> None:
    from bench.load.reporting import directory

    for path in directory.write_facts(report, folder):
        out.say(f"written: {path}")
    try:
        with signals.allowed():
            for path in directory.write_pictures(report, folder):
                out.say(f"written: {path}")
    except KeyboardInterrupt:
        out.say(f"interrupted while drawing: {folder} has no more than what is named")
        raise


def _show(report: LoadReport, output: str) -> None:
    from bench.load.observation import notice
    from bench.load.reporting import csv_report, json_report, junit_report, table

    if output == "json":
        out.emit(json_report.to_json(report))
    elif output == "csv":
        out.emit(csv_report.to_csv(report))
    elif output == "junit":
        out.emit(junit_report.to_junit(report))
    else:
        out.emit(terminal(notice(report)))
        for part in table.tables(report):
            out.emit_table(part.columns, part.rows)
            for line in ("", *part.legend, ""):
                out.emit(line)
        for line in table.notes(report):
            out.emit(f"note: {terminal(line)}")


def _end(report: LoadReport) -> None:
    """Turn a test that ended early, failed or missed its goal into that error."""
    from bench.load.capacity import judged
    from bench.load.results import failed_runs, results

    if report.interrupted:
        raise KeyboardInterrupt
    if report.stop:
        raise EnvironmentMissingError(f"the load test ended early: {report.stop}")
    failed = failed_runs(report)
    if failed:
        more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
        raise GoalMissedError(f"a run failed: {failed[0]}{more}")
    missed = [why for _, why in judged(results(report), report.plan.goal) if why]
    if missed:
        raise GoalMissedError("; ".join(missed))


def _count(plan: LoadPlan) -> int:
    from bench.load.matrix import cells

    return len(cells(plan)) * plan.repeats


def _line(one: LoadRun, plan: LoadPlan) -> str:
    from bench.hey.report import HeyReport
    from bench.units import number

    name = f"{one.cell}, repeat {one.repeat}"
    if not isinstance(one.outcome, HeyReport):
        return f"{name}: failed: {one.outcome.reason}"
    served = one.outcome.served(plan.successes)
    goodput = number(one.outcome.goodput(plan.successes))
    return f"{name}: {served} of {one.outcome.requests} served, {goodput}/s"
