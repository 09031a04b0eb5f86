"""From a load plan to the cells of its matrix, and to the runs in their order.

Repeats go round: every cell once, then every cell again, so that what changes with
time weighs on all of them alike. What is scaled changes as seldom as it can.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.load.plan import Endpoint, LoadPlan, Service, Setup, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: what is measured again and again, and averaged."""

    setup: str
    replicas: int | None
    service: str
    shape: str
    """As people read it: ``n=1000 c=100``."""

    keep_alive: bool

    def __str__(self) -> str:
        """Name the cell on one line.

        >>> str(Cell(setup="k8s", replicas=4, service="root", shape="n=10 c=5",
        ...     keep_alive=False))
        'k8s with 4, root, n=10 c=5, new connections'
        """
        count = "" if self.replicas is None else f" with {self.replicas}"
        reuse = "" if self.keep_alive else ", new connections"
        return f"{self.setup}{count}, {self.service}, {self.shape}{reuse}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One run that is to be made: its cell, and what that stands for."""

    cell: Cell
    repeat: int
    """Counts from 1."""

    setup: Setup
    endpoint: Endpoint
    service: Service
    shape: Shape


def cells(plan: LoadPlan) -> tuple[Cell, ...]:
    """Give all cells, in the plan's order."""
    return tuple(work.cell for work in _round(plan, 1))


def works(plan: LoadPlan) -> Iterator[Work]:
    """Give all runs in the order in which they are made.

    Where something is scaled, all repeats of one number of replicas come first;
    otherwise a round of all cells follows the other.
    """
    for scaled, group in groupby(plan.setups, key=lambda s: s.scale is not None):
        chosen = plan.model_copy(update={"setups": tuple(group)})
        if not scaled:
            for repeat in range(1, plan.repeats + 1):
                yield from _round(chosen, repeat)
            continue
        for setup, endpoint in _endpoints(chosen):
            one = setup.model_copy(update={"endpoints": (endpoint,)})
            only = plan.model_copy(update={"setups": (one,)})
            for repeat in range(1, plan.repeats + 1):
                yield from _round(only, repeat)


def _round(plan: LoadPlan, repeat: int) -> Iterator[Work]:
    for setup, endpoint in _endpoints(plan):
        for service, shape, keep in product(
            plan.services, plan.shapes, plan.keep_alive
        ):
            cell = Cell(
                setup=setup.name,
                replicas=endpoint.replicas,
                service=service.name,
                shape=shape.shown,
                keep_alive=keep,
            )
            yield Work(
                cell=cell,
                repeat=repeat,
                setup=setup,
                endpoint=endpoint,
                service=service,
                shape=shape,
            )


def _endpoints(plan: LoadPlan) -> Iterator[tuple[Setup, Endpoint]]:
    for setup in plan.setups:
        for endpoint in setup.endpoints:
            yield setup, endpoint
