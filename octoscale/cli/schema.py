"""``octoscale schema``: the JSON Schemas of the files that people write."""

from __future__ import annotations

import click

from octoscale.cli.options import verbosity_options
from octoscale.cli.output import emit_data

KINDS = ("service", "plan", "load", "scenario", "observation", "test", "mapping")


@click.command(
    epilog="""\b
Examples:
  octoscale schema service > service.schema.json
  octoscale schema scenario -o yaml
"""
)
@click.argument("kind", type=click.Choice(KINDS))
@click.option(
    "-o",
    "--output",
    type=click.Choice(("json", "yaml")),
    default="json",
    show_default=True,
    help="How to print it.",
)
@verbosity_options
def command(kind: str, output: str) -> None:
    """Print the JSON Schema of a kind of file, for editors and validators."""
    from octoscale.service.schemas import schema_of

    emit_data(schema_of(kind), output)
