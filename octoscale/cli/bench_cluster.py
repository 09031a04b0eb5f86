"""Options of ``octoscale bench`` for a real cluster, and what they mean.

No current context is used silently: it is named with ``--context``, or agreed to
with ``--yes``, and shown before anything is asked. Running is ``bench.runner``'s.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bench.drivers.kubernetes import KubernetesDriver, node_cleanup
from bench.drivers.kubernetes.driver import NAME
from bench.milestones import new_pods
from octoscale.cli import output as out
from octoscale.core import yamlio
from octoscale.core.errors import UsageError
from octoscale.core.escape import terminal

if TYPE_CHECKING:
    from bench.drivers.base import ClusterDriver, DriverRow
    from bench.plan import Plan
    from bench.report import Report

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterChoice:
    """What was given on the command line."""

    context: str | None
    kubeconfig: str | None
    yes: bool
    registry: str | None
    uses: tuple[str, ...]
    allow_node_cleanup: bool
    dry_run: bool
    print_rbac: bool
    resume: Path | None

    @property
    def wanted(self) -> bool:
        """Whether a real cluster is meant."""
        return bool(self.context or self.kubeconfig or self.yes)

    def settings(self) -> dict[str, str]:
        """Give the options as the driver's settings."""
        given = {
            "context": self.context,
            "kubeconfig": self.kubeconfig,
            "current": "yes" if self.yes and not self.context else None,
            "registry": self.registry,
            "images": ",".join(self.uses) or None,
            "node_cleanup": "yes" if self.allow_node_cleanup else None,
        }
        return {name: value for name, value in given.items() if value}

    def refuse_without_cluster(self) -> None:
        """Raise ``UsageError`` for options that make no sense on a simulated one."""
        for flag, value in (
            ("--context", self.context),
            ("--kubeconfig", self.kubeconfig),
            ("--yes", self.yes),
            ("--registry", self.registry),
            ("--use", self.uses),
            ("--allow-node-cleanup", self.allow_node_cleanup),
            ("--dry-run", self.dry_run),
            ("--resume", self.resume),
        ):
            if value:
                raise UsageError(
                    f"{flag} is for a real cluster",
                    hint=f"name one with --context, and no --driver but {NAME}",
                )


def cluster_choice(function: F) -> F:
    """Add the options; the command gets them as one argument ``choice``."""

    @functools.wraps(function)
    def gather(**given: Any) -> Any:
        names = ClusterChoice.__dataclass_fields__
        choice = ClusterChoice(**{name: given.pop(name) for name in names})
        return function(choice=choice, **given)

    for option in reversed(_OPTIONS):
        gather = option(gather)
    return gather  # type: ignore[return-value]  # the same, with other arguments


def make_driver(
    row: DriverRow, choice: ClusterChoice, given: dict[str, str]
) -> ClusterDriver:
    """Make the driver; show which cluster it will use.

    Raises ``UsageError`` when nobody chose the cluster.
    """
    if row.name != NAME:
        choice.refuse_without_cluster()
        return row.make(given)
    connect = click.get_current_context().obj
    driver = KubernetesDriver(given, **({"connect": connect} if connect else {}))
    address = driver.kube.address
    if not (given.get("context") or given.get("current") == "yes"):
        driver.close()
        raise UsageError(
            f"this would use the current context {address.context!r} "
            f"({address.server})",
            hint=f"--context {address.context}, or agree to it with --yes",
        )
    out.say(
        f"cluster: {address.server}, context {address.context or '(none)'}, "
        f"namespace {driver.run.namespace} (made for this run)"
    )
    if choice.allow_node_cleanup:
        out.say("after each repeat this pod removes its image from each node:")
        out.say(yamlio.dump(node_cleanup.example(driver.run)))
    return driver


def show_dry_run(driver: ClusterDriver, plan: Plan) -> None:
    """Print what a run would do."""
    from bench.drivers.kubernetes.dry_run import intention

    assert isinstance(driver, KubernetesDriver)  # noqa: S101 - by its row
    try:
        wanted = intention(driver.kube, driver.run, plan)
    finally:
        driver.close()
    for line in wanted.words:
        out.emit(terminal(f"# {line}"))
    out.emit(yamlio.dump_all(list(wanted.objects)))


def show_rbac(plan: Plan) -> None:
    """Print the roles that a run needs."""
    from bench.drivers.kubernetes.rights import roles

    out.emit(yamlio.dump_all(roles(plan)))


def tell_evidence(report: Report) -> None:
    """Say how sure it is that the nodes of new pods lacked each image."""
    if report.simulated:
        return
    for image in report.plan.images:
        seen = (one for one in report.observations if one.image == image.name)
        found = Counter(str(pod.evidence) for one in seen for pod in new_pods(one))
        if found:
            counts = ", ".join(f"{number} {sort}" for sort, number in found.items())
            out.say(f"image {image.name} on the nodes of new pods: {counts}")


def tell_leftover(driver: ClusterDriver) -> None:
    """Say what could not be removed, and the command that does it."""
    left = getattr(driver, "leftover", None)
    if left is not None:
        why = getattr(driver, "why_left", "")
        click.echo(terminal(f"not removed: namespace {left.name}: {why}"), err=True)
        click.echo(terminal(f"remove it with: {left.command}"), err=True)


_OPTIONS = (
    click.option(
        "--context", metavar="NAME", help="Measure on this context's real cluster."
    ),
    click.option(
        "--kubeconfig",
        metavar="FILE",
        help="[default: KUBECONFIG, else ~/.kube/config]",
    ),
    click.option("--yes", is_flag=True, help="Agree to the current context."),
    click.option(
        "--registry",
        metavar="HOST/PATH",
        help="Build each repeat's image anew and push it here.",
    ),
    click.option(
        "--use",
        "uses",
        multiple=True,
        metavar="NAME=REFERENCE",
        help="An image of your own for the plan's image NAME.",
    ),
    click.option(
        "--allow-node-cleanup",
        is_flag=True,
        help="Let privileged pods remove this run's images from nodes.",
    ),
    click.option(
        "--dry-run", is_flag=True, help="Print objects, duration, load and rights."
    ),
    click.option(
        "--print-rbac", is_flag=True, help="Print the roles that a run needs."
    ),
    click.option(
        "--resume",
        type=click.Path(path_type=Path, file_okay=False, exists=True),
        metavar="DIR",
        help="Go on with the run whose directory this is.",
    ),
)
