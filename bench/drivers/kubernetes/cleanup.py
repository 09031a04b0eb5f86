"""Find and remove what runs left in a cluster: by label, whoever made it and when.

Everything of a run lives in its namespace, so that removing this removes all.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.drivers.kubernetes.names import MANAGED_BY, RUN, TOOL, selector
from octoscale.kube import objects
from octoscale.kube.errors import KubeError, NotFoundError
from octoscale.kube.types import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from octoscale.kube.base import KubePort

NAMESPACE = Kind("v1", "Namespace")

PAUSE_SECONDS = 0.5
"""Between two looks at whether something is gone."""

REMOVE_SECONDS = 90.0
"""What removing a namespace may take, and how long a lost server is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """A namespace that a run made."""

    name: str
    run: str
    created: str

    @property
    def command(self) -> str:
        """Give the command that removes it."""
        return f"kubectl delete namespace {self.name}"


def leftovers(kube: KubePort, *, run: str | None = None) -> tuple[Leftover, ...]:
    """List the namespaces of all runs, or of one; raises ``KubeError``."""
    wanted = {MANAGED_BY: TOOL, **({RUN: run} if run else {})}
    found = kube.list(NAMESPACE, label_selector=selector(wanted)).items
    return tuple(
        Leftover(
            name=str(objects.metadata(one)["name"]),
            run=objects.labels(one).get(RUN, ""),
            created=str(objects.metadata(one).get("creationTimestamp", "")),
        )
        for one in found
    )


def remove(
    kube: KubePort,
    name: str,
    *,
    seconds: float = REMOVE_SECONDS,
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> str:
    """Delete a namespace and wait until it is gone; say why it is not, if so.

    A server that does not answer is asked again until *seconds* are over.
    """
    deadline = clock() + seconds
    asked = False
    while True:
        try:
            if asked:
                kube.get(NAMESPACE, name)
            else:
                kube.delete(NAMESPACE, name)
                asked = True
            why = f"still there after {seconds:.0f} s"
        except NotFoundError:
            return ""
        except KubeError as error:
            why = str(error)
        if clock() >= deadline:
            return why
        pause(PAUSE_SECONDS)
