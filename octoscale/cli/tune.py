"""``octoscale tune``: thousands of configurations, and the one to take."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from octoscale.cli.options import output_option, verbosity_options
from octoscale.cli.output import emit, emit_table, say

if TYPE_CHECKING:
    from simulator.scenario import Scenario
    from simulator.trace import Trace
    from simulator.tune import Tuned

EPILOG = """\b
Examples:
  octoscale tune scenario.yaml
  octoscale tune scenario.yaml --objective breach --count 5000 --plot front.svg
  octoscale tune scenario.yaml --allow-breach 30 -o patch > patch.yaml
  octoscale tune --size --load 2000 --capacity 500
  octoscale tune --size --load 2000 --capacity 500 --usage use.csv

Nothing is measured: every output says that it is simulated.
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
@click.option("--count", type=int, default=2000, show_default=True, help="To try.")
@click.option("--seeds", type=int, default=3, show_default=True, help="Runs of each.")
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
        _size(load, capacity, headroom, usage)
        return
    if file is None:
        raise click.UsageError("name a SCENARIO, or use --size")
    from octoscale.core import yamlio
    from simulator.run import simulate
    from simulator.scenario import load as read
    from simulator.tune import patched, space, tune

    scenario = read(yamlio.read_text(file), file=file)
    tuned = tune(
        scenario,
        space(scenario, count=count, seed=0),
        objective="breach" if objective == "breach" else "cost",
        allowed_breach=allow_breach,
        seeds=range(max(1, seeds)),
        progress=lambda done, whole: say(f"simulated {done} of {whole}"),
    )
    check = simulate(patched(scenario, tuned.candidates[tuned.best]), seed=0)
    if plot is not None:
        from octoscale.core.files import write_atomic
        from simulator.reporting.chart import standalone
        from simulator.reporting.scatter import scatter

        write_atomic(plot, standalone([scatter(tuned)]))
        say(f"written: {plot}")
    _show(scenario, tuned, check, output)


def _show(scenario: Scenario, tuned: Tuned, check: Trace, output: str) -> None:
    from octoscale.core import yamlio
    from simulator.reporting.words import trail
    from simulator.tune import patch

    change = patch(scenario, tuned.candidates[tuned.best])
    if output == "patch":
        emit("# Simulated, not measured; see 'octoscale tune'.")
        emit(yamlio.dump(change))
        return
    if output == "json":
        emit(json.dumps(_plain(tuned, change), allow_nan=False))
        return
    emit(
        f"Simulated: {scenario.name}, load model fluid, {len(tuned.candidates)} "
        f"configurations, {len(tuned.seeds)} seeds, {tuned.decisions:,} decisions"
    )
    rows = [
        _row("today", tuned, 0),
        _row(f"fixed at {tuned.fixed}", tuned, 1),
        _row("recommended", tuned, tuned.best),
    ]
    heads = ["configuration", "pod-hours", "in breach", "(range)", "lost", "scalings"]
    emit_table(heads, rows)
    emit(_words(tuned))
    emit(f"On the event engine, seed 0: replicas {trail(check)}")
    emit(yamlio.dump(change))
    one, now = tuned.candidates[tuned.best], tuned.candidates[0]
    if one.window_seconds != now.window_seconds:
        emit(
            f"# and, in the adapter's rule, a rate window of {one.window_seconds:g} s "
            f"(today {now.window_seconds:g} s)"
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


def _words(tuned: Tuned) -> str:
    if not tuned.found:
        return "No configuration that was tried is better than today's."
    one, now = tuned.figures[tuned.best], tuned.figures[0]
    fixed = tuned.figures[1]
    cost = 100 * (one.pod_hours / now.pod_hours - 1)
    still = 100 * (one.pod_hours / fixed.pod_hours - 1)
    return (
        f"The recommended HPA costs {cost:+.1f} % pod-hours against today's and is "
        f"{one.breach_seconds - now.breach_seconds:+,.0f} s in breach; against "
        f"{tuned.fixed} replicas all the time it costs {still:+.1f} %."
    )


def _plain(tuned: Tuned, change: dict[str, Any]) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "simulated": True,
        "objective": tuned.objective,
        "seeds": list(tuned.seeds),
        "decisions": tuned.decisions,
        "today": asdict(tuned.figures[0]),
        "fixed": {"replicas": tuned.fixed, **asdict(tuned.figures[1])},
        "recommended": asdict(tuned.figures[tuned.best]),
        "better_than_today": tuned.found,
        "front": [asdict(tuned.figures[row]) for row in tuned.front],
        "patch": change,
    }


def _size(
    load: float | None, capacity: float | None, headroom: float, usage: str | None
) -> None:
    from octoscale.core import yamlio
    from simulator.sizing import replicas_for, sizes_of

    if load is None or capacity is None:
        raise click.UsageError("--size needs --load and --capacity")
    count = replicas_for(load, capacity=capacity, headroom=headroom)
    emit(f"replicas: {count}")
    if usage is not None:
        sizes = sizes_of(yamlio.read_text(usage), file=usage)
        resources = {
            "requests": {one.resource: one.request for one in sizes},
            "limits": {one.resource: one.limit for one in sizes},
        }
        emit(yamlio.dump({"resources": resources}))
