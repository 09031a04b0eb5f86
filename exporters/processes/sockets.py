"""How many connections a process holds, by state.

Counts only: whose connections they are is never read out.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Collection

_TIME_WAIT = "06"
"""The state's number in the kernel's tables (``TCP_TIME_WAIT``)."""


def connections(process: psutil.Process) -> dict[str, float]:
    """Count the TCP and UDP sockets of *process* in total and by TCP state.

    TIME_WAIT is counted on the ports that the process listens on: the kernel
    takes such a connection away from its process, so that a count by process,
    like the original exporter's, is 0 for ever.
    """
    held = process.net_connections(kind="inet")
    states = Counter(connection.status for connection in held)
    ports = {
        connection.laddr.port
        for connection in held
        if connection.status == psutil.CONN_LISTEN and connection.laddr
    }
    return {
        "total_connections": len(held),
        "listen_connections": states[psutil.CONN_LISTEN],
        "established_connections": states[psutil.CONN_ESTABLISHED],
        "close_wait_connections": states[psutil.CONN_CLOSE_WAIT],
        "time_wait_connections": _waiting(process.pid, ports),
    }


def _waiting(pid: int, ports: Collection[int]) -> int:
    """Count TIME_WAIT in the tables of the process' own network namespace."""
    if not ports:
        return 0
    folder = Path(psutil.PROCFS_PATH) / str(pid) / "net"
    return sum(
        count_time_wait(table.read_text(encoding="ascii"), ports)
        for table in (folder / "tcp", folder / "tcp6")
        if table.exists()  # no IPv6, no second table
    )


def count_time_wait(table: str, ports: Collection[int]) -> int:
    """Count the lines of one kernel table in TIME_WAIT on one of *ports*.

    >>> count_time_wait('''
    ...   sl  local_address rem_address   st tx_queue
    ...    0: 0100007F:22B8 0100007F:D431 06 00000000
    ... ''', {8888})
    1
    """
    count = 0
    for line in table.splitlines():
        words = line.split()
        if len(words) > 3 and words[3] == _TIME_WAIT:
            count += int(words[1].rpartition(":")[2], 16) in ports
    return count
