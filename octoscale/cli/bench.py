"""``octoscale bench``: time scale-ups, and write what was found."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bench import resuming
from bench import settings as bench_settings
from bench.drivers import DRIVERS
from bench.drivers.kubernetes.driver import NAME as KUBERNETES
from bench.interrupts import held_off
from bench.plan import PAPER, load_plan
from bench.progress import ProgressEvent, Stage
from bench.report import Report, StopKind, notice
from bench.reporting import directory, table
from bench.reporting.csv_report import to_csv
from bench.reporting.json_report import to_json
from bench.reporting.junit_report import to_junit
from bench.results import missed_goals
from bench.runner import forget, run
from octoscale.cli import bench_cluster
from octoscale.cli import output as out
from octoscale.cli.bench_cluster import ClusterChoice, cluster_choice
from octoscale.cli.bench_group import BenchGroup
from octoscale.cli.options import VERBOSITY, output_option, verbosity_options
from octoscale.core.errors import (
    EnvironmentMissingError,
    GoalMissedError,
    UsageError,
)
from octoscale.core.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.drivers.base import DriverRow
    from bench.interrupts import Allow
    from bench.progress import Progress, Say

DRAWING_SECONDS = 2.0
"""So far apart are the lines that tell what is being drawn."""

_NAMED = (
    ("nodes", "nodes", "Nodes of the simulated cluster."),
    ("node_link", "node-link", "Bytes/s that one node receives (125M is 1 Gbit/s)."),
    ("registry_link", "registry-link", "Bytes/s that the registry sends to all."),
    ("unpack_rate", "unpack-rate", "Bytes/s that a node unpacks onto its disk."),
    ("compression", "compression", "Bytes pulled over bytes on disk, 0 to 1."),
)


EPILOG = """\b
Examples:
  octoscale bench
  octoscale bench --image big --repeats 20 --seed 1
  octoscale bench --registry-link 1.25G --set start.prepare_seconds=3
  octoscale bench --plan mine.yaml -o json
  octoscale bench --context lab --dry-run
  octoscale bench --context lab --registry registry.example/bench
  octoscale bench --image small -o junit > report.xml

Every run gets a directory of its own, with report.json, pods.csv, report.html
and scaleup.png. Exits 1 when a repeat misses its goal, and 130 after Ctrl-C or
SIGTERM; what was measured is written in any case, before anything is drawn.
"""


def _named_settings(function: click.decorators.FC) -> click.decorators.FC:
    for name, flag, text in reversed(_NAMED):
        option = click.option(f"--{flag}", name, metavar="NUMBER", help=text)
        function = option(function)
    return function


@click.command(cls=BenchGroup, epilog=EPILOG)
@click.option(
    "--plan",
    "plan_name",
    metavar="NAME|FILE",
    default=PAPER,
    show_default=True,
    help="A plan of ours by name, or a plan file; - reads standard input.",
)
@click.option(
    "--driver",
    "driver_name",
    type=click.Choice([row.name for row in DRIVERS]),
    help=f"On which kind of cluster. [default: {DRIVERS[0].name}; with --context: "
    f"{KUBERNETES}]",
)
@click.option(
    "--image",
    "images",
    multiple=True,
    metavar="NAME",
    help="Only this image; may be repeated.",
)
@click.option(
    "--repeats",
    type=click.IntRange(1, 1000),
    help="Of each image. [default: the plan's]",
)
@click.option(
    "--seed", type=click.IntRange(0, 10**9), default=0, show_default=True,
    help="Other seeds, other chance.",
)  # fmt: skip
@click.option(
    "--set", "pairs", multiple=True, metavar="NAME=VALUE",
    help="Set any figure of the driver; --settings lists them.",
)  # fmt: skip
@_named_settings
@cluster_choice
@click.option(
    "--settings", "list_settings", is_flag=True,
    help="List every figure that can be set, with default and source.",
)  # fmt: skip
@click.option(
    "--to", "parent", type=click.Path(path_type=Path, file_okay=False),
    default=Path("octoscale-bench"), show_default=True,
    help="Where the run's own directory is made.",
)  # fmt: skip
@output_option("table", "json", "csv", "junit")
@verbosity_options
def command(
    *,
    plan_name: str,
    driver_name: str | None,
    images: tuple[str, ...],
    repeats: int | None,
    seed: int,
    pairs: tuple[str, ...],
    list_settings: bool,
    parent: Path,
    output: str,
    choice: ClusterChoice,
    **named: str | None,
) -> None:
    """Time scale-ups phase by phase, for each image of a plan.

    Without arguments: the paper's experiment (1 to 8 replicas; small, medium and
    big image; five repeats each) on the simulated cluster of the paper.
    """
    row = _row(driver_name, choice)
    if list_settings:
        _show_settings(row)
        return
    plan = load_plan(plan_name).narrowed(images=images, repeats=repeats)
    if choice.print_rbac:
        bench_cluster.show_rbac(plan)
        return
    given = _settings(pairs, {**named, **choice.settings()})
    driver = bench_cluster.make_driver(row, choice, given)
    if choice.dry_run:
        bench_cluster.show_dry_run(driver, plan)
        return
    done = (
        resuming.observations(choice.resume, plan, driver=row.name)
        if (choice.resume)
        else ()
    )
    started = datetime.now(UTC).isoformat(timespec="seconds")
    with (
        directory.reserved(parent, plan=plan.plan, started=started) as folder,
        held_off() as signals,
    ):
        keep = forget if driver.describe().simulated else resuming.keeper(folder)
        try:
            with _progress() as progress:
                report = run(
                    plan,
                    driver,
                    seed=seed,
                    started=started,
                    progress=progress,
                    allow=signals.allowed,
                    done=done,
                    keep=keep,
                )
        finally:
            bench_cluster.tell_leftover(driver)
        bench_cluster.tell_evidence(report)
        cut_short = bool(report.observations) and not _write(
            report, folder, signals.allowed
        )
    if report.observations:
        _show(report, output)
    _end(report, cut_short=cut_short)


def _row(name: str | None, choice: ClusterChoice) -> DriverRow:
    """Find the driver: the one that was named, else that of a named cluster."""
    wanted = name or (KUBERNETES if choice.wanted else DRIVERS[0].name)
    return next(row for row in DRIVERS if row.name == wanted)


def _settings(pairs: tuple[str, ...], named: dict[str, str | None]) -> dict[str, str]:
    """Join ``--set`` and the named options; a figure is set once."""
    given = {name: value for name, value in named.items() if value is not None}
    for name, value in map(bench_settings.parse_setting, pairs):
        if name in given:
            raise UsageError(f"{name} is set twice")
        given[name] = value
    return given


def _show_settings(row: DriverRow) -> None:
    out.emit_table(
        ["name", "default", "unit", "source", "why"],
        [[p.name, p.value, p.unit, str(p.source), p.note] for p in row.settings()],
    )


def _show(report: Report, output: str) -> None:
    if output == "json":
        out.emit(to_json(report))
    elif output == "csv":
        out.emit(to_csv(report))
    elif output == "junit":
        out.emit(to_junit(report))
    else:
        out.emit(notice(report))
        for part in table.tables(report):
            out.emit_table(part.columns, part.rows)
            for line in ("", *part.legend, ""):
                out.emit(line)


def _write(report: Report, folder: Path, allow: Allow) -> bool:
    """Write a run's files, what was measured first; whether all were written.

    Interrupts may come while drawing; what is then missing is named.
    """
    for path in directory.write_facts(report, folder):
        out.say(f"written: {path}")
    resuming.forget(folder)
    out.say("writing the report ...")
    try:
        with allow():
            for path in directory.write_pictures(report, folder, say=_now_and_then()):
                out.say(f"written: {path}")
    except KeyboardInterrupt:
        names = " and ".join(directory.missing(folder))
        text = f"interrupted while drawing: {folder} has no {names}"
        click.echo(terminal(text), err=True)
        return False
    return True


def _now_and_then() -> Say:
    """Make what tells about drawing: at most a line every two seconds."""
    told = time.monotonic()

    def say(what: str) -> None:
        nonlocal told
        if time.monotonic() - told >= DRAWING_SECONDS:
            told = time.monotonic()
            out.say(f"drawing {what}")

    return say


def _end(report: Report, *, cut_short: bool) -> None:
    """Turn a run that ended early or missed its goal into the error that it is."""
    if cut_short or (report.stop and report.stop.kind is StopKind.INTERRUPTED):
        raise KeyboardInterrupt
    if report.stop:
        raise EnvironmentMissingError(f"{report.stop.during}: {report.stop.reason}")
    missed = missed_goals(report)
    if missed:
        more = f" (and {len(missed) - 1} more)" if len(missed) > 1 else ""
        raise GoalMissedError(f"goal missed: {missed[0]}{more}")


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show progress on standard error: a bar on a terminal, else lines."""
    if VERBOSITY.quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        with _bar() as progress:
            yield progress
    else:
        yield _line


def _line(event: ProgressEvent) -> None:
    if event.stage is Stage.FINISHED:
        name = f"{event.image}, repeat {event.repeat} of {event.repeats}"
        out.say(f"[{event.done}/{event.total}] {name}: {event.text}")
    elif VERBOSITY.verbose and event.text:
        out.say(f"{event.image}, repeat {event.repeat}: {event.text}")


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.text import Text

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("bench", total=None)

        def show(event: ProgressEvent) -> None:
            name = terminal(f"{event.image}, repeat {event.repeat} of {event.repeats}")
            doing = event.text and event.stage is Stage.RUNNING
            shown = f"{name}: {terminal(event.text)}" if doing else name
            bar.update(task, description=shown, completed=event.done, total=event.total)
            if event.stage is Stage.FINISHED:
                bar.console.print(Text(f"{name}: {terminal(event.text)}"))

        yield show
