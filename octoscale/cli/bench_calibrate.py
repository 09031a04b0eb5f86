"""``octoscale bench calibrate``: the simulator's figures, fitted to a bench report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from octoscale.cli import output as out
from octoscale.cli.options import output_option, verbosity_options
from octoscale.core.escape import terminal

if TYPE_CHECKING:
    from bench.calibration.calibrate import Calibrated

EPILOG = """\b
Examples:
  octoscale bench calibrate octoscale-bench/2026-01-05-paper > calibration.yaml
  octoscale simulate scenario.yaml --calibration calibration.yaml
  octoscale bench calibrate report.json --image big -o table
  octoscale bench calibrate report.json --to octoscale-bench

REPORT is the directory of a run of 'octoscale bench', its report.json, or - for
standard input. Some repeats of each image are held out of the fit, and the error on
them is told; with --to, the report's last page shows both sides.
"""


@click.command(epilog=EPILOG)
@click.argument("report_name", metavar="REPORT")
@click.option(
    "--image", "images", multiple=True, metavar="NAME",
    help="Only this image; may be repeated.",
)  # fmt: skip
@click.option(
    "--hold-out", type=click.FloatRange(0, 0.9), default=0.4, show_default=True,
    help="The share of each image's repeats that the fit does not see.",
)  # fmt: skip
@click.option(
    "--seeds", type=click.IntRange(1, 1000), default=5, show_default=True,
    help="Simulated repeats that stand beside the measured ones.",
)  # fmt: skip
@click.option(
    "--to", "parent", type=click.Path(path_type=Path, file_okay=False),
    help="Write file, report and picture into a new directory below this one.",
)  # fmt: skip
@output_option("yaml", "json", "table")
@verbosity_options
def command(
    *,
    report_name: str,
    images: tuple[str, ...],
    hold_out: float,
    seeds: int,
    parent: Path | None,
    output: str,
) -> None:
    """Fit the simulator's figures to a report's repeats, and tell the error.

    Each phase's distribution, the links' bandwidth and the rate of unpacking. What
    was not observed keeps the simulator's own figure.
    """
    from bench.calibration.calibrate import calibrate, of_images
    from bench.calibration.writing import to_data, to_yaml
    from bench.comparing.reading import scale_ups

    report = of_images(scale_ups(report_name), images)
    found = calibrate(report, hold_out=hold_out, seeds=seeds, say=out.say)
    if parent is not None:
        _write(found, parent)
    if output == "yaml":
        out.emit(to_yaml(found))
    elif output == "json":
        out.emit_data(to_data(found), "json")
    else:
        _show(found)


def _show(found: Calibrated) -> None:
    from bench.calibration.writing import tables
    from bench.report import notice

    out.emit(terminal(notice(found.report)))
    for part in tables(found):
        out.emit_table(part.columns, part.rows)
        for line in ("", *part.legend, ""):
            out.emit(terminal(line))


def _write(found: Calibrated, parent: Path) -> None:
    from bench.calibration.page import page, png
    from bench.calibration.writing import to_yaml
    from octoscale.core.files import create_new, new_directory

    report = found.report
    stem = f"{report.started[:10]}-calibration-{report.plan.plan}".lstrip("-")
    folder = new_directory(parent, stem)
    for name, content in (
        ("calibration.yaml", to_yaml(found)),
        ("report.html", page(found)),
        ("calibration.png", png(found)),
    ):
        create_new(folder / name, content)
        out.say(f"written: {folder / name}")
