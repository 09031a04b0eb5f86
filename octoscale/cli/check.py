"""``octoscale check``: a whole repository, before anything is applied."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from octoscale.cli.findings import findings_options, report
from octoscale.cli.options import verbosity_options
from octoscale.cli.output import emit_data, emit_table, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from octoscale.check.scraping import ScrapeJob
    from octoscale.core.finding import Finding


@click.command(
    epilog="""\b
Examples:
  octoscale check deploy/
  octoscale check deploy/ --kube-version 1.29 -o github
  octoscale check services/ hpa/ --environment prod=prod.sed --environment test=test.sed
  octoscale check --render 'helm template charts/shop' monitoring/
  octoscale check overlays/prod --render 'kustomize build {}'
  octoscale check deploy/ --write-baseline known.json
  octoscale check deploy/ --baseline known.json --fail-on error
  octoscale check deploy/ monitoring/prometheus.yml --targets

\b
A finding is accepted by a comment on its line, or alone above it, with a reason:
  prometheus.io/port: "9117"  # octoscale: ignore[MF402] the sidecar listens there
"""
)
@click.argument("paths", metavar="PATH...", nargs=-1)
@click.option(
    "--kube-version",
    metavar="1.N",
    help="The Kubernetes that the manifests are for. [default: 1.25; each HPA by the "
    "last one known that serves its API version]",
)
@click.option(
    "--environment",
    "environments",
    metavar="NAME=SED-FILE",
    multiple=True,
    help="Also check what sed -f SED-FILE makes of the files. May be given several "
    "times.",
)
@click.option(
    "--rendered-only",
    is_flag=True,
    help="Leave out the files as they stand: only what the environments get, or, "
    "without any, what the commands print.",
)
@click.option(
    "--render",
    "commands",
    metavar="CMD",
    multiple=True,
    help="Check what this command, run without a shell, prints, too. With {} in it, "
    "it is run for each PATH, which then is not read itself.",
)
@click.option(
    "--exposition",
    "expositions",
    metavar="FILE",
    multiple=True,
    help="One answer of a /metrics. Files called *.prom are taken for such.",
)
@click.option(
    "--baseline",
    metavar="FILE",
    help="Findings that are known: they are not told again.",
)
@click.option(
    "--write-baseline",
    metavar="FILE",
    help="Write all findings to FILE as known ones, and end with 0.",
)
@click.option(
    "--targets",
    is_flag=True,
    help="Print the scrape targets of the Prometheus configs among the files, with "
    "their labels, instead of findings (-o text or json).",
)
@findings_options
@verbosity_options
def command(
    paths: tuple[str, ...],
    *,
    kube_version: str | None,
    environments: tuple[str, ...],
    rendered_only: bool,
    commands: tuple[str, ...],
    expositions: tuple[str, ...],
    baseline: str | None,
    write_baseline: str | None,
    targets: bool,
    output: str,
    fail_on: str,
) -> int:
    """Check a repository of manifests as a whole, and the names through it.

    PATH is a manifest, a folder (every *.yaml, *.yml, *.json and *.prom below it)
    or '-' for standard input. Adapter rules, Prometheus configs, service files and
    expositions among them are recognised by what they hold.
    """
    from octoscale.check.codes import SUMMARIES
    from octoscale.check.environments import Environment
    from octoscale.check.run import Options, check_paths

    if not paths and not commands:
        raise click.UsageError("name a PATH, or a command with --render")
    if targets and output not in ("text", "json"):
        raise click.UsageError("--targets prints text or json")
    options = Options(
        minor=_minor(kube_version),
        environments=tuple(map(Environment.parse, environments)),
        rendered_only=rendered_only,
        render=commands,
        expositions=expositions,
    )
    checked = check_paths(paths, options)
    for note in checked.notes:
        say(f"octoscale: {note}")
    if targets:
        if not checked.jobs:
            say("octoscale: no Prometheus config with scrape_configs among the files")
        _print_targets(checked.jobs, output)
        return 0
    if write_baseline is not None:
        return _write(write_baseline, checked.findings)
    findings = _fresh(checked.findings, baseline)
    accepted = f", {checked.accepted} accepted" if checked.accepted else ""
    say(f"{checked.files} files, {checked.objects} Kubernetes objects{accepted}")
    return report(findings, output=output, fail_on=fail_on, summaries=SUMMARIES)


def _fresh(findings: Sequence[Finding], baseline: str | None) -> Sequence[Finding]:
    from octoscale.check import baseline as known
    from octoscale.core.yamlio import read_text

    if baseline is None:
        return findings
    before = known.load(read_text(baseline), file=baseline)
    fresh, gone = known.without(findings, before, folder=_folder(baseline))
    if gone:
        say(f"octoscale: {gone} of the baseline are gone: write it anew")
    return fresh


def _folder(baseline: str) -> str:
    return str(Path(baseline).parent)


def _write(name: str, findings: Sequence[Finding]) -> int:
    from octoscale.check import baseline
    from octoscale.core.files import write_atomic

    path = Path(name)
    _may_replace(path)
    write_atomic(path, baseline.dump(findings, folder=_folder(name)))
    say(f"octoscale: wrote {len(findings)} known findings to {name}")
    return 0


def _may_replace(path: Path) -> None:
    """Refuse to write over what is no baseline, and into folders nobody made."""
    from octoscale.check import baseline
    from octoscale.core.errors import FileAccessError, InputError
    from octoscale.core.yamlio import read_text

    if not path.parent.is_dir():
        raise FileAccessError(f"cannot write {path}: No such file or directory")
    if not path.exists() and not path.is_symlink():
        return
    try:
        if not path.is_file():
            raise FileAccessError(f"cannot write {path}: not a regular file")
        baseline.load(read_text(str(path)), file=str(path))
    except InputError as error:
        raise FileAccessError(
            f"{path} exists and is no baseline: it is not overwritten",
            hint="name another file, or remove this one first",
        ) from error


def _print_targets(jobs: Sequence[ScrapeJob], output: str) -> None:
    if output == "json":
        emit_data({"jobs": list(map(_plain, jobs))}, "json")
        return
    rows = [
        [
            job.name,
            target.pods.manifest.title,
            target.where,
            ", ".join(f"{k}={v}" for k, v in target.labels.items() if k != "instance"),
        ]
        for job in jobs
        for target in job.targets
    ]
    emit_table(("JOB", "PODS OF", "TARGET", "LABELS"), rows)
    for job in jobs:
        if not job.resolved:
            say(f"octoscale: job {job.name!r} finds its targets elsewhere")


def _plain(job: ScrapeJob) -> dict[str, object]:
    return {
        "job": job.name,
        "resolved": job.resolved,
        "targets": [
            {
                "podsOf": target.pods.manifest.title,
                "target": target.where,
                "labels": dict(target.labels),
            }
            for target in job.targets
        ],
    }


def _minor(version: str | None) -> int | None:
    from hpa.algorithm.versions import minor_of

    if version is None:
        return None
    try:
        return minor_of(version)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--kube-version") from None
