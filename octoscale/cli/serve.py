"""``octoscale serve``: the metrics APIs, as Prometheus Adapter serves them."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any

import click

from adapter_rules.server.goflags import normalised
from adapter_rules.server.manifests import manifests
from adapter_rules.server.options import OPTIONS, Option, settings_from
from octoscale.cli import output as out
from octoscale.cli.options import VERBOSITY, verbosity_options
from octoscale.core import yamlio

if TYPE_CHECKING:
    from collections.abc import Callable

Command = Any


def _options(function: Command) -> Command:
    for option in reversed(OPTIONS):
        function = _option(option)(function)
    return function


def _option(option: Option) -> Callable[[Command], Command]:
    text = option.help + (f"  [default: {option.default}]" if option.default else "")
    named: dict[str, Any] = {"help": text, "hidden": not option.field}
    if option.sort == "flag":
        return click.option(option.name, option.key, is_flag=True, **named)
    if option.metavar or option.sort == "duration":
        named["metavar"] = option.metavar or "DURATION"
    if option.choices:
        named["type"] = click.Choice(option.choices)
    return click.option(
        option.name, option.key, multiple=option.sort == "list", **named
    )


class GoCommand(click.Command):
    """A command that takes flags as Go programs do, too: ``--flag=true``."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Parse *args*."""
        return super().parse_args(context, normalised(args))


@click.command(
    cls=GoCommand,
    epilog="""\b
Examples:
  octoscale serve --config rules.yaml --prometheus-url http://127.0.0.1:9090 \\
    --lister-kubeconfig ~/.kube/config --insecure-loopback --bind-address 127.0.0.1
  octoscale serve --config rules.yaml --prometheus-url URL --print-manifests \\
    --image REF | kubectl apply -f -

\b
Exits 1 when the config is wrong, 2 for settings that make no sense, 3 when the
cluster cannot be asked or does not say who its front proxy is. The same as
python -m adapter_rules.server.
""",
)
@_options
@click.option(
    "--print-manifests",
    is_flag=True,
    help="Print what runs this in a cluster, and do not serve.",
)
@click.option("--image", metavar="REF", help="Image for --print-manifests.")
@click.option(
    "--namespace",
    metavar="NAME",
    default="octoscale",
    show_default=True,
    help="Namespace for --print-manifests.",
)
@verbosity_options
def command(
    *, print_manifests: bool, image: str | None, namespace: str, **given: Any
) -> None:
    """Serve custom and external metrics to HPAs, in Prometheus Adapter's place.

    Same config file, paths and answers. Beyond it: a bad rule does not take the
    others down, the file is followed, NaN and outages are errors and never
    numbers, and callers are checked before anything is asked.
    """
    if print_manifests:
        made = manifests(given, image=image or "", namespace=namespace)
        out.emit(yamlio.dump_all(made))
        return
    from adapter_rules.server.running import run

    level = logging.DEBUG if VERBOSITY.verbose else logging.INFO
    if VERBOSITY.quiet:
        level = logging.ERROR
    logging.basicConfig(level=level, format="%(message)s", stream=sys.stderr)
    run(settings_from(given), tell=out.say)
