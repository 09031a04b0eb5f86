"""``octoscale bench images push``: an image from its directory to a registry."""

from __future__ import annotations

from pathlib import Path

import click

from bench.images import push, read
from octoscale.cli.image_output import interruptible, show
from octoscale.cli.options import output_option, verbosity_options


@click.command(
    epilog="""\b
Examples:
  octoscale bench images push octoscale-images/small registry.example/bench/small:1
  octoscale bench images push images/big 127.0.0.1:5000/big --plain-http
  octoscale bench images push octoscale-images/octoscale \\
    registry.example/octoscale:0.1 -o json

Layers that the registry has are not sent again. Logs in as podman and docker do,
with what 'podman login' or 'docker login' wrote. Exits 3 when the registry cannot be
reached or refuses.
"""
)
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.argument("reference", metavar="HOST[:PORT]/NAME[:TAG]")
@click.option(
    "--plain-http", is_flag=True, help="Ask the registry without TLS, say on loopback."
)
@output_option("table", "json", "yaml")
@verbosity_options
def command(*, directory: Path, reference: str, plain_http: bool, output: str) -> None:
    """Push an image that 'octoscale bench images build' wrote.

    Prints the reference with the digest, which names this very image whatever
    happens to the tag.
    """
    with interruptible() as say:
        pushed = push(directory, reference, plain_http=plain_http, progress=say)
    show(read(directory), output, reference=pushed)
