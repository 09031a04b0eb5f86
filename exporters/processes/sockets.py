"""How many connections a process holds, by state.

Counts only: whose connections they are is never read out. The kernel's tables
are read here and not through psutil, which decodes every address in them and
does not give the connections in TIME_WAIT.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import psutil

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_TCP_TABLES = ("tcp", "tcp6")
_UDP_TABLES = ("udp", "udp6")

# The states' numbers in the tables (the kernel's include/net/tcp_states.h).
_ESTABLISHED, _TIME_WAIT, _CLOSE_WAIT, _LISTEN = "01", "06", "08", "0A"


class SocketLine(NamedTuple):
    """One line of a table, as far as it is needed."""

    local_port: int
    state: str
    inode: str
    """What ties a socket to a file descriptor; ``0`` when nobody has it open."""


def connections(process: psutil.Process) -> dict[str, float]:
    """Count the TCP and UDP sockets of *process* in total and by TCP state.

    TIME_WAIT is counted on the ports that the process listens on: the kernel
    takes such a connection away from its process, so that a count by process,
    like the original exporter's, is 0 for ever.
    """
    folder = f"{psutil.PROCFS_PATH}/{process.pid}"
    inodes = _socket_inodes(f"{folder}/fd")
    tcp = list(_lines(f"{folder}/net", _TCP_TABLES)) if inodes else []
    udp = _lines(f"{folder}/net", _UDP_TABLES) if inodes else []
    return {
        **count_tcp(tcp, inodes),
        "total_connections": _owned(tcp, inodes) + _owned(udp, inodes),
    }


def count_tcp(lines: Iterable[SocketLine], inodes: Collection[str]) -> dict[str, float]:
    """Count the TCP sockets among *inodes*, and what waits on their ports.

    >>> listening = SocketLine(8888, "0A", "17")
    >>> ended = SocketLine(8888, "06", "0")
    >>> count_tcp([listening, ended], {"17"})["time_wait_connections"]
    1
    """
    states: Counter[str] = Counter()
    waiting: Counter[int] = Counter()
    ports = set()
    for line in lines:
        if line.inode in inodes:
            states[line.state] += 1
            if line.state == _LISTEN:
                ports.add(line.local_port)
        elif line.state == _TIME_WAIT:
            waiting[line.local_port] += 1
    return {
        "listen_connections": states[_LISTEN],
        "established_connections": states[_ESTABLISHED],
        "close_wait_connections": states[_CLOSE_WAIT],
        "time_wait_connections": sum(waiting[port] for port in ports),
    }


def read_table(text: str) -> Iterator[SocketLine]:
    """Read one of the kernel's socket tables, after its line of headings.

    >>> list(read_table('''sl local rem st ...
    ...    0: 0100007F:22B8 0100007F:D431 01 0:0 0:0 0 1000 0 4711 1
    ... '''))
    [SocketLine(local_port=8888, state='01', inode='4711')]
    """
    for line in text.splitlines()[1:]:
        words = line.split(None, 10)
        if len(words) > 9:
            port = int(words[1].rpartition(":")[2], 16)
            yield SocketLine(port, words[3], words[9])


def _owned(lines: Iterable[SocketLine], inodes: Collection[str]) -> int:
    """Count the lines that belong to the process."""
    return sum(line.inode in inodes for line in lines)


def _lines(folder: str, tables: Iterable[str]) -> Iterator[SocketLine]:
    """Read tables of the process' own network namespace."""
    there = set(os.listdir(folder))  # noqa: PTH208 - pathlib costs an embedding service 3 ms
    for table in tables:
        if table in there:  # without IPv6 there is no second table
            with open(f"{folder}/{table}", encoding="ascii") as file:  # noqa: PTH123 - as above
                yield from read_table(file.read())


def _socket_inodes(folder: str) -> set[str]:
    """Give the inodes of all sockets among the open files in *folder*."""
    inodes = set()
    for descriptor in os.listdir(folder):  # noqa: PTH208 2,000 paths cost more than 2,000 names
        try:
            link = os.readlink(f"{folder}/{descriptor}")  # noqa: PTH115 as above
        except FileNotFoundError:  # closed meanwhile
            continue
        if link.startswith("socket:["):
            inodes.add(link[8:-1])
    return inodes
