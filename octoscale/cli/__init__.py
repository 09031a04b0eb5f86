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
        ("check",),
        "octoscale.cli.check",
        "Check a repository of manifests as a whole, before it is applied.",
        "check",
    ),
    CommandRow(
        ("schema",),
        "octoscale.cli.schema",
        "Print the JSON Schema of a kind of file.",
        "all",
    ),
    CommandRow(
        ("export",),
        "octoscale.cli.export",
        "Expose a service's metrics to Prometheus.",
        "cli",
    ),
    CommandRow(
        ("export", "source"),
        "octoscale.cli.export_source",
        "Expose a source of any kind: CouchDB, Redis, a Go program, …",
        "cli",
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
        ("rules", "explain"),
        "octoscale.cli.rules_explain",
        "Follow one request through all stages: its value, or the first break.",
        "rules",
    ),
    CommandRow(
        ("serve",),
        "octoscale.cli.serve",
        "Serve the metrics APIs in Prometheus Adapter's place.",
        "serve",
    ),
    CommandRow(
        ("rules", "diff"),
        "octoscale.cli.rules_diff",
        "Show which metrics a new config adds, drops or queries otherwise.",
        "rules",
    ),
    CommandRow(
        ("rules", "generate"),
        "octoscale.cli.rules_generate",
        "Write rules for a live Prometheus' series or for a query; merge configs.",
        "rules",
    ),
    CommandRow(
        ("lint", "rules"),
        "octoscale.cli.lint_rules",
        "Find adapter rules that load and do not do what they say.",
        "rules",
    ),
    CommandRow(
        ("lint", "hpa"),
        "octoscale.cli.lint_hpa",
        "Find HPAs that are valid and do not do what they say.",
        "rules",
    ),
    CommandRow(
        ("hpa", "build"),
        "octoscale.cli.hpa_build",
        "Build an HPA from options or from a service file.",
        "rules",
    ),
    CommandRow(
        ("hpa", "validate"),
        "octoscale.cli.hpa_validate",
        "Check HPAs by the API server's own rules.",
        "rules",
    ),
    CommandRow(
        ("hpa", "describe"),
        "octoscale.cli.hpa_describe",
        "Say what an HPA means: thresholds, trails, what is missing.",
        "rules",
    ),
    CommandRow(
        ("hpa", "decide"),
        "octoscale.cli.hpa_decide",
        "Decide once, as the HPA controller does, and show why.",
        "rules",
    ),
    CommandRow(
        ("hpa", "convert"),
        "octoscale.cli.hpa_convert",
        "Convert HPAs to another API version, or to KEDA.",
        "rules",
    ),
    CommandRow(
        ("hpa", "diff"),
        "octoscale.cli.hpa_diff",
        "Show what applying HPAs would change on a cluster.",
        "rules",
    ),
    CommandRow(
        ("hpa", "apply"),
        "octoscale.cli.hpa_apply",
        "Apply HPAs to a cluster, on the server's side.",
        "rules",
    ),
    CommandRow(
        ("hpa", "shadow"),
        "octoscale.cli.hpa_shadow",
        "Decide beside the real controller, and touch nothing.",
        "all",
    ),
    CommandRow(
        ("doctor",),
        "octoscale.cli.doctor",
        "Walk an HPA's live chain and name the first broken link.",
        "all",
    ),
    CommandRow(
        ("demo",),
        "octoscale.cli.demo",
        "Run the live chain on this machine: 1 to 8 under load, and back.",
        "all",
    ),
    CommandRow(
        ("simulate",),
        "octoscale.cli.simulate",
        "Run a scenario's whole autoscaling loop in virtual time.",
        "simulator",
    ),
    CommandRow(
        ("lint", "exposition"),
        "octoscale.cli.lint_exposition",
        "Find what is wrong in an exposition: names, types, labels, values.",
        "cli",
    ),
    CommandRow(
        ("test",),
        "octoscale.cli.test",
        "Test rules and an HPA: series or a load in, replicas over time out.",
        "simulator",
    ),
    CommandRow(
        ("tune",),
        "octoscale.cli.tune",
        "Try thousands of HPA configurations on one load.",
        "simulator",
    ),
    CommandRow(
        ("bench",),
        "octoscale.cli.bench",
        "Time scale-ups: the paper's 1→8 for three image sizes.",
        "bench",
    ),
    CommandRow(
        ("bench", "load"),
        "octoscale.cli.bench_load",
        "Measure how much a service serves, by its replicas.",
        "bench",
    ),
    CommandRow(
        ("bench", "calibrate"),
        "octoscale.cli.bench_calibrate",
        "Fit the simulator's figures to a bench report.",
        "bench",
    ),
    CommandRow(
        ("bench", "hey"),
        "octoscale.cli.bench_hey",
        "Read hey's output exactly, failures apart from what was served.",
        "bench",
    ),
    CommandRow(
        ("bench", "compare"),
        "octoscale.cli.bench_compare",
        "Compare two runs: differences with intervals, and a verdict.",
        "bench",
    ),
    CommandRow(
        ("bench", "cleanup"),
        "octoscale.cli.bench_cleanup",
        "Remove what runs left in a cluster.",
        "all",
    ),
    CommandRow(
        ("bench", "images", "build"),
        "octoscale.cli.bench_images_build",
        "Build an OCI image of a stated size, without a daemon.",
        "bench",
    ),
    CommandRow(
        ("bench", "images", "push"),
        "octoscale.cli.bench_images_push",
        "Push such an image to a registry, without a client.",
        "bench",
    ),
)

GROUPS: dict[str, str] = {
    "bench": "Time scale-ups: the paper's 1→8 for three image sizes.",
    "export": "Expose a service's metrics to Prometheus.",
    "hpa": "Build, check, explain, convert and apply HorizontalPodAutoscalers.",
    "images": "Build and push the images of a benchmark, and Octoscale's own.",
    "lint": "Find what is valid and does not work.",
    "rules": "Work with Prometheus Adapter's rules.",
}
"""One line for each word that holds further commands."""

GROUP_EXAMPLES: dict[str, tuple[str, ...]] = {
    "hpa": (
        "octoscale hpa build deployment/httpgo --max 8 --pods open_fds=200",
        "octoscale hpa validate deploy/*.yaml --kube-version 1.29",
        "octoscale hpa decide hpa.yaml --observation seen.yaml",
    ),
    "images": (
        "octoscale bench images build small",
        "octoscale bench images build 50M --to images/mine",
        "octoscale bench images push images/mine 127.0.0.1:5000/mine --plain-http",
    ),
    "lint": (
        "octoscale lint rules rules.yaml --scrape-interval 15s",
        "octoscale lint hpa deploy/ --rules rules.yaml",
        "octoscale lint exposition http://127.0.0.1:18252/metrics",
    ),
    "rules": (
        "octoscale rules preview --config rules.yaml --prometheus URL",
        "octoscale rules generate --prometheus URL --match '{__name__=~\"^shop_.*\"}'",
        "octoscale rules explain --hpa hpa.yaml --config rules.yaml --prometheus URL",
    ),
}
"""What people type after a word that does nothing by itself."""
