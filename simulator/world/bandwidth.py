"""Links shared by concurrent transfers, max-min fair, as fluids.

A transfer runs at one rate between two changes; whenever one begins or ends,
all rates are dealt out anew. What is transferred is not known here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.clock import MICROS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import simpy

    from simulator.clock import Clock, Plan


def fair_rates(
    routes: Sequence[tuple[str, ...]], capacities: Mapping[str, float]
) -> list[float]:
    """Deal out the links' capacities among the transfers over *routes*.

    Max-min fair: no transfer can get more without one that has no more than it
    getting less. Found by filling all evenly until a link is full, again and
    again (progressive filling).

    >>> fair_rates([("hub", "a"), ("hub", "b")], {"hub": 10, "a": 2, "b": 100})
    [2.0, 8.0]
    """
    rates = [0.0] * len(routes)
    left = {link: float(capacity) for link, capacity in capacities.items()}
    waiting = list(range(len(routes)))
    while waiting:
        users: dict[str, int] = {}
        for index in waiting:
            for link in routes[index]:
                users[link] = users.get(link, 0) + 1
        shares = {link: max(0.0, left[link]) / users[link] for link in users}
        full = min(shares, key=lambda link: (shares[link], link))
        for index in [index for index in waiting if full in routes[index]]:
            rates[index] = shares[full]
            for link in routes[index]:
                left[link] -= shares[full]
            waiting.remove(index)
    return rates


@dataclass(slots=True, eq=False)
class Transfer:
    """One transfer on its way."""

    size: float
    """Bytes in all."""

    route: tuple[str, ...]
    """The links that it goes over."""

    done: simpy.Event
    """Happens when the last byte has arrived."""

    received: float = 0.0
    """Bytes that had arrived at the last change of rates."""

    rate: float = 0.0
    """Bytes in a second since then."""


class Network:
    """The links, and the transfers over them at this moment."""

    def __init__(self, clock: Clock, capacities: Mapping[str, float]) -> None:
        """Build links of *capacities* (bytes in a second, by the link's name)."""
        self._clock = clock
        self._capacities = dict(capacities)
        self._transfers: list[Transfer] = []
        self._settled_at = clock.now
        self._next: Plan | None = None

    def transfer(self, size: float, route: tuple[str, ...]) -> Transfer:
        """Begin a transfer of *size* bytes; its ``done`` tells its end."""
        self._settle()
        transfer = Transfer(size, route, self._clock.event())
        self._transfers.append(transfer)
        self._deal_out()
        return transfer

    def abort(self, transfer: Transfer) -> None:
        """Give up a transfer; its ``done`` never happens. The rest speeds up."""
        if transfer in self._transfers:
            self._settle()
            self._transfers.remove(transfer)
            self._deal_out()

    def received(self, transfer: Transfer) -> float:
        """Tell how many bytes of *transfer* have arrived by now."""
        self._settle()
        return transfer.received

    def _settle(self) -> None:
        """Let the bytes arrive that were on their way since the last change."""
        passed = self._clock.now - self._settled_at
        self._settled_at = self._clock.now
        for transfer in self._transfers:
            arrived = transfer.received + transfer.rate * passed
            transfer.received = min(transfer.size, arrived)

    def _deal_out(self) -> None:
        """Set all rates, and plan for the first transfer that will end."""
        if self._next is not None:
            self._next.cancel()
            self._next = None
        routes = [transfer.route for transfer in self._transfers]
        rates = fair_rates(routes, self._capacities)
        for transfer, rate in zip(self._transfers, rates, strict=True):
            transfer.rate = rate
        if self._transfers:
            soonest = min(_steps_left(transfer) for transfer in self._transfers)
            self._next = self._clock.after(soonest / MICROS, self._finish)

    def _finish(self) -> None:
        """End the transfers whose bytes have all arrived."""
        self._next = None
        self._settle()
        ended = [one for one in self._transfers if _steps_left(one) == 0]
        self._transfers = [one for one in self._transfers if one not in ended]
        self._deal_out()
        for transfer in ended:
            transfer.received, transfer.rate = transfer.size, 0.0
            transfer.done.succeed()


def _steps_left(transfer: Transfer) -> int:
    """Count the clock's steps until the last byte; never too few of them.

    What is left of rounding (a millionth of a byte) counts as arrived.
    """
    missing = transfer.size - transfer.received
    if missing <= 1e-9 * transfer.size:
        return 0
    return max(1, math.ceil(missing / transfer.rate * MICROS))
