"""Who listens on a port of this machine: looked up before any load goes there.

So that a service that went away, and another one that took its port, are noticed
instead of measured. Nothing is connected to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from bench.observation import NotObserved
from octoscale.core.errors import EnvironmentMissingError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.load.addresses import Target

_EVERYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A process that listens on a port."""

    pid: int
    name: str
    started: float
    """When it started, in seconds since 1970: another process may get its number."""

    def __str__(self) -> str:
        """Name it.

        >>> str(Owner(pid=12, name="haproxy", started=0.0))
        'haproxy (pid 12)'
        """
        return f"{self.name} (pid {self.pid})"


def owners(target: Target) -> tuple[Owner, ...] | NotObserved:
    """Find the processes that listen where *target* is.

    ``NotObserved`` for another machine's address, and for processes that this user
    may not look at. An empty tuple means that nobody listens.
    """
    if not _of_this_machine(target.address):
        return NotObserved("the address is another machine's")
    try:
        found = [
            c.pid
            for c in psutil.net_connections(kind="tcp")
            if c.status == psutil.CONN_LISTEN
            and c.laddr
            and c.laddr.port == target.port
            and c.laddr.ip in (target.address, *_EVERYWHERE)
        ]
    except (psutil.AccessDenied, OSError):
        return NotObserved("this user may not see who listens")
    if None in found:
        return NotObserved("another user's process listens")
    return tuple(_owners(dict.fromkeys(pid for pid in found if pid is not None)))


def check_owner(
    target: Target, wanted: str | None, *, before: tuple[Owner, ...] | None = None
) -> tuple[Owner, ...] | NotObserved:
    """Find who listens at *target*, and refuse what the plan does not expect.

    *wanted* is the process' name in the plan; *before* are the owners when its
    first run was made. Raises ``EnvironmentMissingError`` when nobody listens, when
    another process does, and when the plan names one that cannot be seen.
    """
    found = owners(target)
    where = f"{target.address}:{target.port}"
    if isinstance(found, NotObserved):
        if wanted is not None:
            raise EnvironmentMissingError(
                f"the plan wants {wanted!r} at {where}; its owner is {found}"
            )
        return found
    if not found:
        raise EnvironmentMissingError(
            f"nobody listens at {where}", hint="no load was sent there"
        )
    names = {owner.name for owner in found}
    if wanted is not None and names != {wanted}:
        shown = ", ".join(map(str, found))
        raise EnvironmentMissingError(
            f"{shown} listens at {where}, and not {wanted!r}",
            hint="no load was sent there",
        )
    if before is not None and not {(o.pid, o.started) for o in found} & {
        (o.pid, o.started) for o in before
    }:
        raise EnvironmentMissingError(
            f"{where} has changed hands: {', '.join(map(str, before))} listened there, "
            f"now {', '.join(map(str, found))}"
        )
    return found


def _owners(pids: Iterable[int]) -> Iterable[Owner]:
    for pid in pids:
        try:
            process = psutil.Process(pid)
            yield Owner(pid=pid, name=process.name(), started=process.create_time())
        except psutil.Error:
            continue  # it has just ended


def _of_this_machine(address: str) -> bool:
    here = {
        entry.address.partition("%")[0]
        for entries in psutil.net_if_addrs().values()
        for entry in entries
    }
    return address in here or address.startswith("127.")
