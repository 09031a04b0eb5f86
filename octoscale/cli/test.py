"""``octoscale test``: autoscaling tests, with a real Prometheus where they need one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from octoscale.cli.options import VERBOSITY, output_option, verbosity_options
from octoscale.cli.output import emit, say

if TYPE_CHECKING:
    from simulator.testing.run import Result

EPILOG = """\b
Examples:
  octoscale test autoscaling-tests.yaml
  octoscale test tests/*.yaml -o junit > report.xml
  octoscale test autoscaling-tests.yaml --only "scales down"

Tests with input series start one Prometheus for the run (looked for in
$OCTOSCALE_TOOLS, .tools and the PATH), which evaluates the rules as they are.
Exits 1 when a test fails or a file is wrong. See 'octoscale schema test'.
"""


@click.command(epilog=EPILOG)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--only", metavar="TEXT", help="Only tests whose name holds TEXT.")
@output_option("text", "junit", "github")
@verbosity_options
def command(*, files: tuple[str, ...], only: str | None, output: str) -> int:
    """Test rules and an HPA: series or a load in, replicas over time out.

    FILE holds tests: the adapter's rules, the HPA, what happens (input series in
    Prometheus' notation, metric values, or a scenario) and what is expected when.
    """
    from simulator.testing.run import run_files

    def show(result: Result) -> None:
        if output == "text" and not (result.passed and VERBOSITY.quiet):
            _show(result)

    results = run_files(files, only=only, progress=show)
    failed = sum(not result.passed for result in results)
    if output == "junit":
        from simulator.testing.junit import to_junit

        emit(to_junit(results))
    elif output == "github":
        _annotate(results)
    if not results:
        raise click.UsageError("no test's name holds that text")
    say(f"simulated: {len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _show(result: Result) -> None:
    from octoscale.core.escape import terminal

    word = "ok  " if result.passed else "FAIL"
    emit(f"{word} {terminal(result.case.file)}: {terminal(result.case.test.name)}")
    for number, one in enumerate(result.differences):
        emit(f"  {one.place}: {terminal(one.message)}")
        if number == 0:  # the first difference explains the rest
            for line in one.story:
                emit(f"    {terminal(line)}")


def _annotate(results: tuple[Result, ...]) -> None:
    from octoscale.cli.findings import as_github
    from octoscale.core.finding import Finding, Severity

    for result in results:
        for one in result.differences:
            finding = Finding(
                code="TE100",
                severity=Severity.ERROR,
                place=one.place,
                message=f"{result.case.test.name}: {one.message}",
                hint=" / ".join(one.story),
            )
            emit(as_github(finding))
