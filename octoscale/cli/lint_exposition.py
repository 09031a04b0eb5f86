"""``octoscale lint exposition``: what Prometheus takes and nobody can scale on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from octoscale.cli.findings import findings_options, report
from octoscale.cli.options import verbosity_options

if TYPE_CHECKING:
    from octoscale.core.finding import Finding


@click.command(
    epilog="""\b
Examples:
  octoscale lint exposition http://127.0.0.1:18252/metrics
  octoscale lint exposition first.prom second.prom --consecutive
  curl -s http://127.0.0.1:18252/metrics | octoscale lint exposition -
"""
)
@click.argument("sources", metavar="URL|FILE...", nargs=-1, required=True)
@click.option(
    "--consecutive",
    is_flag=True,
    help="The sources are scrapes of one exporter, one after the other: types and "
    "series that change between them are found, too.",
)
@findings_options
@verbosity_options
def command(
    sources: tuple[str, ...], *, consecutive: bool, output: str, fail_on: str
) -> int:
    """Find what is wrong in an exposition: names, types, labels, values.

    A URL is scraped twice and its two scrapes compared. '-' is standard input.
    """
    from exporters.exposition import SUMMARIES, compare, lint

    findings: list[Finding] = []
    last: str | None = None
    for source in sources:
        text = _text(source)
        findings += lint(text, file=source)
        if source.startswith(("http://", "https://")):
            findings += compare(text, _text(source), file=source)
        elif consecutive and last is not None:
            findings += compare(last, text, file=source)
        last = text
    return report(findings, output=output, fail_on=fail_on, summaries=SUMMARIES)


def _text(source: str) -> str:
    from exporters.errors import SourceError
    from exporters.fetching import Source, fetch
    from octoscale.core import yamlio
    from octoscale.core.errors import EnvironmentMissingError

    if not source.startswith(("http://", "https://")):
        return yamlio.read_text(source)
    try:
        body = fetch(
            Source.parse(source), timeout_seconds=10.0, limit_bytes=64 * 1024 * 1024
        )
    except SourceError as error:
        raise EnvironmentMissingError(f"{source}: {error}") from error
    return body.decode("utf-8", errors="replace")
