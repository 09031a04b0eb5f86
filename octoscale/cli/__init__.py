"""The command line: parse, one library call, print, exit code.

This is the table of commands. A command's module is imported when it is
called, so that ``octoscale --help`` stays fast. Only this package prints,
exits, and knows click and rich.
"""

from __future__ import annotations

from typing import NamedTuple


class CommandRow(NamedTuple):
    """One command: where it lives and what it needs."""

    words: tuple[str, ...]
    """What people type: ``("rules", "preview")``."""

    module: str
    """The module that holds it under the name ``command``."""

    summary: str
    """One line for the list of commands."""

    extra: str
    """The extra of the distribution that brings what it imports."""


COMMANDS: tuple[CommandRow, ...] = (
    CommandRow(
        ("init",),
        "octoscale.cli.init",
        "Write a commented service file to start from.",
        "cli",
    ),
    CommandRow(
        ("render",),
        "octoscale.cli.render",
        "Turn a service file into adapter rules, HPA and scrape configuration.",
        "all",
    ),
    CommandRow(
        ("schema",),
        "octoscale.cli.schema",
        "Print the JSON Schema of a kind of file.",
        "all",
    ),
    CommandRow(
        ("export", "process"),
        "octoscale.cli.export_process",
        "Expose a process: descriptors, CPU, memory, connections.",
        "cli",
    ),
    CommandRow(
        ("export", "apache"),
        "octoscale.cli.export_apache",
        "Expose an Apache server through its status page.",
        "cli",
    ),
    CommandRow(
        ("rules", "preview"),
        "octoscale.cli.rules_preview",
        "Show what an adapter's config would serve from a live Prometheus.",
        "rules",
    ),
    CommandRow(
        ("lint", "hpa"),
        "octoscale.cli.lint_hpa",
        "Find HPAs that are valid and do not do what they say.",
        "rules",
    ),
    CommandRow(
        ("bench",),
        "octoscale.cli.bench",
        "Time scale-ups: the paper's 1→8 for three image sizes.",
        "bench",
    ),
)

GROUPS: dict[str, str] = {
    "export": "Expose a service's metrics to Prometheus.",
    "lint": "Find what is valid and does not work.",
    "rules": "Work with Prometheus Adapter's rules.",
}
"""One line for each word that holds further commands."""
