"""``octoscale simulate``: a scenario's whole loop in virtual time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from octoscale.cli.options import output_option, verbosity_options
from octoscale.cli.output import emit, emit_table, say

if TYPE_CHECKING:
    from simulator.drills import Drill
    from simulator.scenario import Scenario
    from simulator.trace import Trace

PRESETS = ("paper", "laptop", "cloud")

EPILOG = """\b
Examples:
  octoscale simulate --preset paper
  octoscale simulate scenario.yaml --seed 3 --html run.html --plot run.svg
  octoscale simulate scenario.yaml --compare other-hpa.yaml
  octoscale simulate scenario.yaml --set scrape.interval_seconds=30 -o csv
  octoscale simulate scenario.yaml --drills
  octoscale simulate --preset cloud --write scenario.yaml

Nothing is measured: every output says that it is simulated. The same scenario
and seed give the same bytes.
"""


@click.command(epilog=EPILOG)
@click.argument("file", metavar="[SCENARIO]", required=False)
@click.option(
    "--preset",
    type=click.Choice(PRESETS),
    help="A scenario that comes with Octoscale, instead of a file.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of all chance.")
@click.option(
    "--set",
    "pairs",
    metavar="NAME=VALUE",
    multiple=True,
    help="Another figure, by its dotted name. May be given several times.",
)
@click.option(
    "--calibration",
    metavar="FILE",
    help="Figures measured by 'octoscale bench calibrate'.",
)
@click.option(
    "--compare",
    metavar="HPA",
    help="Another HPA's manifest, run on the same load and seed.",
)
@click.option("--drills", is_flag=True, help="Break each part of the chain in turn.")
@click.option("--html", type=click.Path(path_type=Path), help="Write a page.")
@click.option("--plot", type=click.Path(path_type=Path), help="Write an SVG picture.")
@click.option(
    "--write",
    type=click.Path(path_type=Path),
    help="Write the scenario in full to a new file, and run nothing.",
)
@output_option("text", "json", "csv")
@verbosity_options
def command(
    *,
    file: str | None,
    preset: str | None,
    seed: int,
    pairs: tuple[str, ...],
    calibration: str | None,
    compare: str | None,
    drills: bool,
    html: Path | None,
    plot: Path | None,
    write: Path | None,
    output: str,
) -> None:
    """Run a scenario's whole autoscaling loop in virtual time.

    SCENARIO is a file (see 'octoscale schema scenario'): load, service, image,
    cluster, scrape, adapter rules and the real HPA manifest.
    """
    from octoscale.core.files import create_new, write_atomic
    from simulator.scenario import dump

    scenario = _scenario(file, preset, pairs, calibration)
    if write is not None:
        create_new(write, dump(scenario))
        say(f"written: {write}")
        return
    if drills:
        _drill(scenario, seed, output)
        return
    traces = _run(scenario, compare, seed)
    if html is not None:
        from simulator.reporting.html_page import to_html

        write_atomic(html, to_html(traces))
        say(f"written: {html}")
    if plot is not None:
        from simulator.reporting.chart import standalone
        from simulator.reporting.timeline import charts

        write_atomic(plot, standalone(charts(traces)))
        say(f"written: {plot}")
    _show(traces, output)


def _scenario(
    file: str | None,
    preset: str | None,
    pairs: tuple[str, ...],
    calibration: str | None,
) -> Scenario:
    from octoscale.core import yamlio
    from simulator import calibrate, presets
    from simulator import scenario as scenarios

    if (file is None) == (preset is None):
        raise click.UsageError("name either a SCENARIO or a --preset")
    if file is None:
        scenario = presets.PRESETS[str(preset)]()
    else:
        scenario = scenarios.load(yamlio.read_text(file), file=file)
    if calibration is not None:
        text = yamlio.read_text(calibration)
        scenario = calibrate.apply(scenario, calibrate.load(text, file=calibration))
    return calibrate.with_figures(scenario, pairs)


def _run(scenario: Scenario, compare: str | None, seed: int) -> dict[str, Trace]:
    from octoscale.core import yamlio
    from simulator.manifest import with_manifest
    from simulator.run import simulate

    traces = {"this": simulate(scenario, seed=seed)}
    if compare is not None:
        document = yamlio.load(yamlio.read_text(compare), file=compare)
        other = with_manifest(scenario, document)
        traces[Path(compare).name] = simulate(other, seed=seed)
    return traces


def _show(traces: dict[str, Trace], output: str) -> None:
    from simulator.reporting import words
    from simulator.reporting.csv_trace import to_csv
    from simulator.summary import summarize

    summaries = {name: summarize(trace) for name, trace in traces.items()}
    if output == "csv":
        emit(to_csv(list(traces.values())))
    elif output == "json":
        runs = {
            name: {"summary": summaries[name].to_dict(), "trace": trace.to_dict()}
            for name, trace in traces.items()
        }
        emit(json.dumps({"simulated": True, "runs": runs}, allow_nan=False))
    else:
        first = next(iter(traces.values()))
        emit(words.notice(first))
        for name, trace in traces.items():
            prefix = f"{name}: " if len(traces) > 1 else ""
            emit(f"{prefix}replicas {words.trail(trace)}")
        rows = words.rows(list(summaries.values()), first.load_unit)
        emit_table(["figure", *traces], rows)


def _drill(scenario: Scenario, seed: int, output: str) -> None:
    from simulator.drills import drill
    from simulator.reporting import words

    done = drill(scenario, seed=seed, progress=say)
    if output == "json":
        emit(json.dumps({"simulated": True, "drills": [_plain(d) for d in done]}))
        return
    if output == "csv":
        raise click.UsageError("drills are printed as text or json")
    emit(words.notice(done[0].trace))
    calm = done[0].summary
    emit_table(
        ["drill", "before", "least", "most", "lost more", "breach", "controller says"],
        [
            [
                one.kind or "(none)",
                str(one.before),
                str(one.least),
                str(one.most),
                f"{one.summary.lost - calm.lost:,.0f}",
                f"{one.summary.breach_seconds:,.0f} s",
                one.says[:90] or "nothing",
            ]
            for one in done
        ],
    )


def _plain(one: Drill) -> dict[str, Any]:
    return {
        "drill": one.kind,
        "before": one.before,
        "least": one.least,
        "most": one.most,
        "says": one.says,
        "summary": one.summary.to_dict(),
    }
