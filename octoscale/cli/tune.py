"""``octoscale tune``: thousands of configurations, and the one to take."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from octoscale.cli.options import output_option, verbosity_options
from octoscale.cli.output import emit, emit_table, say

if TYPE_CHECKING:
    from octoscale.core.yamlio import Document
    from simulator.scenario import Scenario
    from simulator.trace import Trace
    from simulator.tune import Tuned
    from simulator.tuning.space import Part

EPILOG = """\b
Examples:
  octoscale tune scenario.yaml
  octoscale tune scenario.yaml --objective breach --count 5000 --plot front.svg
  octoscale tune scenario.yaml --allow-breach 30 -o patch > patch.yaml
  octoscale tune scenario.yaml --keep tolerance --keep sync --keep scrape
  octoscale tune --size --load 2000 --capacity 500
  octoscale tune --size --load 2000 --capacity 500 --usage use.csv

Nothing is measured: every output says that it is simulated, or with --size
computed from the figures given.
"""


@click.command(epilog=EPILOG)
@click.argument("file", metavar="[SCENARIO]", required=False)
@click.option(
    "--objective",
    type=click.Choice(("cost", "breach")),
    default="cost",
    show_default=True,
    help="Fewest pod-hours without more breach, or least breach at today's cost.",
)
@click.option(
    "--allow-breach",
    type=float,
    metavar="SECONDS",
    help="For 'cost': how long the run may be in breach; today's by default.",
)
@click.option(
    "--count",
    type=click.IntRange(min=1),
    default=2000,
    show_default=True,
    help="To try.",
)
@click.option(
    "--seeds",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    help="Runs of each.",
)
@click.option(
    "--keep",
    multiple=True,
    type=click.Choice(
        ("target", "window", "bounds", "behavior", "tolerance", "scrape", "sync")
    ),
    help="Leave this as it is; may be repeated.",
)
@click.option(
    "--set", "pairs", multiple=True, metavar="NAME=VALUE", help="Set a figure."
)
@click.option("--calibration", metavar="FILE", help="Figures of 'bench calibrate'.")
@click.option("--plot", type=click.Path(path_type=Path), help="Write an SVG picture.")
@click.option("--size", "only_size", is_flag=True, help="Only replicas and sizes.")
@click.option("--load", type=float, help="For --size: requests a second.")
@click.option("--capacity", type=float, help="For --size: of one replica.")
@click.option("--headroom", type=float, default=0.0, show_default=True, help="A ratio.")
@click.option("--usage", help="For --size: CSV of observed cpu (cores) and memory.")
@output_option("text", "json", "patch")
@verbosity_options
def command(
    *,
    file: str | None,
    objective: str,
    allow_breach: float | None,
    count: int,
    seeds: int,
    keep: tuple[Part, ...],
    pairs: tuple[str, ...],
    calibration: str | None,
    plot: Path | None,
    only_size: bool,
    load: float | None,
    capacity: float | None,
    headroom: float,
    usage: str | None,
    output: str,
) -> None:
    """Try thousands of HPA configurations on a scenario's load.

    SCENARIO is a file as for 'octoscale simulate', with one Pods metric, a load
    of requests/s and a stated capacity.
    """
    if only_size:
        _size(load, capacity, headroom, usage, output)
        return
    if file is None:
        raise click.UsageError("name a SCENARIO, or use --size")
    if allow_breach is not None and not allow_breach >= 0:
        raise click.BadParameter("should be 0 or more", param_hint="--allow-breach")
    from simulator.errors import ScenarioError
    from simulator.run import simulate
    from simulator.tune import tune
    from simulator.tuning.patching import patched
    from simulator.tuning.space import space

    document, scenario = _scenario(file, pairs, calibration)
    try:
        _prepare(scenario)
        tuned = tune(
            scenario,
            space(scenario, count=count, seed=0, keep=keep),
            objective="breach" if objective == "breach" else "cost",
            allowed_breach=allow_breach,
            seeds=range(seeds),
            progress=lambda done, whole: say(f"simulated {done} of {whole}"),
        )
    except ScenarioError as error:
        raise error.within(document) from error
    check = simulate(patched(scenario, tuned.candidates[tuned.best]), seed=0)
    if plot is not None:
        from octoscale.core.files import write_atomic
        from simulator.reporting.chart import standalone
        from simulator.reporting.scatter import scatter

        write_atomic(plot, standalone([scatter(tuned)]))
        say(f"written: {plot}")
    _show(scenario, tuned, check, output)


def _scenario(
    file: str, pairs: tuple[str, ...], calibration: str | None
) -> tuple[Document, Scenario]:
    """Read the scenario; its document knows the places."""
    from octoscale.core import yamlio
    from simulator import calibrate
    from simulator.scenario import read

    document = yamlio.load(yamlio.read_text(file), file=file)
    scenario = read(document)
    if calibration is not None:
        text = yamlio.read_text(calibration)
        scenario = calibrate.apply(scenario, calibrate.load(text, file=calibration))
    return document, calibrate.with_figures(scenario, pairs)


def _prepare(scenario: Scenario) -> None:
    """Have the array engine ready, and say what that took."""
    from simulator.sweep.run import prepare

    start = time.perf_counter()
    how = "compiled, and kept on disk," if prepare(scenario) else "ready"
    say(f"array engine {how} in {time.perf_counter() - start:.1f} s")


def _show(scenario: Scenario, tuned: Tuned, check: Trace, output: str) -> None:
    from octoscale.core import yamlio
    from simulator.tuning.patching import beside, patch

    best = tuned.candidates[tuned.best]
    change, others = patch(scenario, best), beside(scenario, best)
    if output == "json":
        emit(json.dumps(_plain(tuned, change, others), allow_nan=False))
        return
    if output == "patch":
        emit("# Simulated, not measured; see 'octoscale tune'.")
    else:
        _tell(scenario, tuned, check)
    emit(yamlio.dump(change))
    for text in others:
        emit(f"# and {text}")


def _tell(scenario: Scenario, tuned: Tuned, check: Trace) -> None:
    """Print figures and words; the patch follows."""
    from simulator.reporting.effect import effect, runs_of
    from simulator.reporting.words import trail
    from simulator.summary import summarize

    emit(
        f"Simulated: {scenario.name}, load model fluid, {len(tuned.candidates)} "
        f"configurations, {runs_of(tuned)}, {tuned.decisions:,} decisions"
    )
    rows = [
        _row("today", tuned, 0),
        _row(f"fixed at {tuned.fixed}", tuned, 1),
        _row("recommended", tuned, tuned.best),
    ]
    heads = ["configuration", "pod-hours", "in breach", "(range)", "lost", "scalings"]
    emit_table(heads, rows)
    for line in effect(tuned):
        emit(line)
    summary = summarize(check)
    emit(
        "The recommended one on the event engine, whole load, seed 0: "
        f"{summary.pod_hours:.1f} pod-hours, {summary.breach_seconds:,.0f} s in "
        f"breach, replicas {trail(check)}"
    )


def _row(name: str, tuned: Tuned, row: int) -> list[str]:
    one = tuned.figures[row]
    return [
        name,
        f"{one.pod_hours:.1f}",
        f"{one.breach_seconds:,.0f} s",
        f"{one.least_breach:,.0f} to {one.most_breach:,.0f} s",
        f"{one.lost:,.0f}",
        f"{one.scalings:.1f}",
    ]


def _plain(
    tuned: Tuned, change: dict[str, Any], others: tuple[str, ...]
) -> dict[str, Any]:
    from dataclasses import asdict

    from simulator.reporting.effect import effect

    return {
        "simulated": True,
        "objective": tuned.objective,
        "seeds": list(tuned.seeds),
        "days": tuned.days,
        "decisions": tuned.decisions,
        "today": asdict(tuned.figures[0]),
        "fixed": {"replicas": tuned.fixed, **asdict(tuned.figures[1])},
        "recommended": asdict(tuned.figures[tuned.best]),
        "better_than_today": tuned.found,
        "front": [asdict(tuned.figures[row]) for row in tuned.front],
        "cost_against_today": asdict(tuned.cost(tuned.best, against=0)),
        "breach_against_today": asdict(tuned.breach(tuned.best, against=0)),
        "words": list(effect(tuned)),
        "cautions": list(tuned.cautions),
        "patch": change,
        "beside": list(others),
    }


def _size(
    load: float | None,
    capacity: float | None,
    headroom: float,
    usage: str | None,
    output: str,
) -> None:
    """Read everything, then print: a refused input has no result."""
    from octoscale.core import yamlio
    from octoscale.core.escape import terminal
    from simulator.sizing import replicas_for, sizes_of

    if load is None or capacity is None:
        raise click.UsageError("--size needs --load and --capacity")
    if output == "patch":
        raise click.UsageError("--size knows no HPA to patch: -o text or json")
    found: dict[str, Any] = {
        "replicas": replicas_for(load, capacity=capacity, headroom=headroom)
    }
    if usage is not None:
        sizes = sizes_of(yamlio.read_text(usage), file=usage)
        found["resources"] = {
            "requests": {one.resource: one.request for one in sizes},
            "limits": {one.resource: one.limit for one in sizes},
        }
    if output == "json":
        given: dict[str, Any] = {
            "load": load,
            "capacity": capacity,
            "headroom": headroom,
        }
        if usage is not None:
            given["usage"] = usage
        emit(json.dumps({"computed_from": given, **found}, allow_nan=False))
        return
    seen = f", and {terminal(usage)}" if usage is not None else ""
    emit(
        f"# Computed, neither simulated nor measured, from load {load:g}, "
        f"capacity {capacity:g}, headroom {headroom:g}{seen}"
    )
    emit(yamlio.dump(found))
