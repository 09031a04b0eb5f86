"""Options of commands that talk to a cluster, and how they get to it.

No command uses a kubeconfig's current context silently: it is named with
``--context``, or agreed to with ``--yes``, and shown before anything is asked.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from octoscale.cli.output import say
from octoscale.core.errors import EnvironmentMissingError, UsageError

if TYPE_CHECKING:
    from octoscale.kube.base import KubePort

F = TypeVar("F", bound=Callable[..., Any])


class Connect(Protocol):
    """Gives the port to a cluster; a test hands one over as click's ``obj``."""

    def __call__(self, *, kubeconfig: str | None, context: str | None) -> KubePort:
        """Read the kubeconfig; nothing is sent yet."""
        ...


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster that somebody chose."""

    kube: KubePort
    namespace: str | None
    """What ``--namespace`` says; ``None`` leaves it to the objects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterOptions:
    """What was given on the command line."""

    connect: Connect
    kubeconfig: str | None
    context: str | None
    namespace: str | None
    yes: bool

    @contextmanager
    def connected(self) -> Iterator[Cluster]:
        """Choose the cluster, say which it is, and let go of it in the end.

        Raises ``UsageError`` when nobody chose, ``EnvironmentMissingError`` when
        the server does not let us.
        """
        from octoscale.kube.errors import KubeError

        kube = self.connect(kubeconfig=self.kubeconfig, context=self.context)
        address = kube.address
        try:
            if self.context is None and not self.yes:
                raise UsageError(
                    f"this would use the current context {address.context!r} "
                    f"({address.server})",
                    hint=f"--context {address.context}, or agree to it with --yes",
                )
            namespace = self.namespace or address.namespace
            say(
                f"cluster: {address.server}, context {address.context or '(none)'}, "
                f"namespace {namespace}"
            )
            yield Cluster(kube, self.namespace)
        except EnvironmentMissingError:
            raise
        except KubeError as error:
            # What concerns an object of the input was dealt with by the command.
            raise EnvironmentMissingError(
                f"{address.server}: {error}", hint=error.hint
            ) from error
        finally:
            kube.close()


def cluster_options(function: F) -> F:
    """Add the options; the command gets them as one argument ``cluster``."""

    @functools.wraps(function)
    def gather(**given: Any) -> Any:
        context = click.get_current_context()
        names = ("kubeconfig", "context", "namespace", "yes")
        taken = {name: given.pop(name) for name in names}
        options = ClusterOptions(connect=context.obj or _connect, **taken)
        return function(cluster=options, **given)

    for option in reversed(_OPTIONS):
        gather = option(gather)
    return gather  # type: ignore[return-value]  # the same, with other arguments


def _connect(*, kubeconfig: str | None, context: str | None) -> KubePort:
    from octoscale.kube.client import connect

    return connect(kubeconfig=kubeconfig, context=context)


_OPTIONS = (
    click.option("--context", metavar="NAME", help="The kubeconfig's context to use."),
    click.option(
        "--kubeconfig",
        metavar="FILE",
        help="[default: KUBECONFIG, else ~/.kube/config]",
    ),
    click.option(
        "-n",
        "--namespace",
        metavar="NAME",
        help="Of objects that name none. [default: the context's]",
    ),
    click.option("--yes", is_flag=True, help="Agree to the current context."),
)
