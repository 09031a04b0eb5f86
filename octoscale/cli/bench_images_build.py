"""``octoscale bench images build``: an image of a stated size, into a directory."""

from __future__ import annotations

from pathlib import Path

import click

from bench.images import COMPRESSIONS, build, preset_names
from octoscale.cli.image_output import interruptible, show
from octoscale.cli.options import output_option, verbosity_options

PARENT = Path("octoscale-images")
"""Where images go when nobody says where."""

EPILOG = f"""\b
Images: {", ".join(preset_names())},
or a size on disk like 50M or 1.5G.

\b
Examples:
  octoscale bench images build small
  octoscale bench images build big --compression zstd --to images/big
  octoscale bench images build medium --salt run-7 -o json
  octoscale bench images build octoscale --refresh

small, medium and big have the paper's sizes: the demo service with the process
exporter on Debian's Python, filled up. Needs apt-get and pip, and neither root nor
a container runtime. The directory is an OCI image layout: push it with 'octoscale
bench images push', or with skopeo, podman or crane. Packages are fetched once and
kept, so that the same words give the same digest.
"""


@click.command(epilog=EPILOG)
@click.argument("image")
@click.option(
    "--to",
    "directory",
    type=click.Path(path_type=Path, file_okay=False),
    help=f"Directory to write; an image of ours in it is replaced.  "
    f"[default: {PARENT}/IMAGE]",
)
@click.option(
    "--salt",
    metavar="TEXT",
    help="Make every layer new, so that no node can hold one of them.",
)
@click.option(
    "--compression",
    type=click.Choice([one.name for one in COMPRESSIONS]),
    default=COMPRESSIONS[0].name,
    show_default=True,
    help="Of the layers: gzip is read by every node; zstd unpacks faster.",
)
@click.option(
    "--cache",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where packages are kept.  [default: octoscale/images in the user's cache]",
)
@click.option(
    "--refresh", is_flag=True, help="Ask for newer packages: another image, maybe."
)
@output_option("table", "json", "yaml")
@verbosity_options
def command(
    *,
    image: str,
    directory: Path | None,
    salt: str | None,
    compression: str,
    cache: Path | None,
    refresh: bool,
    output: str,
) -> None:
    """Build an OCI image of a stated size, without a daemon.

    Prints both sizes of each layer: bytes on disk, which is what the paper's image
    sizes are taken for, and the compressed bytes that a node pulls.
    """
    with interruptible() as say:
        built = build(
            image,
            to=directory or PARENT / image,
            salt=salt,
            compression=compression,
            cache=cache,
            refresh=refresh,
            progress=say,
        )
    show(built, output, layout=str(built.layout))
