"""``octoscale init``: a commented service file to start from."""

from __future__ import annotations

from pathlib import Path

import click

from octoscale.cli.options import verbosity_options
from octoscale.cli.output import emit, say


@click.command(
    epilog="""\b
Examples:
  octoscale init
  octoscale init --service shop --to shop/octoscale.yaml
  octoscale init --service shop --to - | octoscale render -
"""
)
@click.option(
    "--service",
    default="my-service",
    show_default=True,
    help="The service's name; one of the catalogue's (dbs-global-r) gets its own file.",
)
@click.option(
    "--to",
    default="octoscale.yaml",
    show_default=True,
    metavar="FILE",
    help="Where to write it; '-' prints it. An existing file is left alone.",
)
@verbosity_options
def command(service: str, to: str) -> None:
    """Write a commented service file to start from."""
    from octoscale.core.files import create_new
    from octoscale.service.example import example

    text = example(service)
    if to == "-":
        emit(text)
        return
    create_new(Path(to), text)
    say(f"{to} is written; change it, then: octoscale render {to}")
