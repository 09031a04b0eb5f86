"""How many connections wait on a local port until the server accepts them.

The kernel says it when the server itself is too busy to say anything: where all
workers of a server are taken, its status page is, too. Which server it is, is the
collector's business; nothing is known about other machines' queues.
"""

from __future__ import annotations

import ipaddress
from pathlib import Path

_LISTEN = "0A"  # the kernel's include/net/tcp_states.h
_TABLES = ("tcp", "tcp6")


def accept_queue(
    host: str, port: int, *, folder: Path = Path("/proc/self/net")
) -> int | None:
    """Count the connections waiting on *port* of this network namespace.

    ``None`` when *host* is not a loopback address, nothing listens there, or the
    kernel's tables cannot be read. Of a listening socket the column ``rx_queue``
    is the length of its accept queue (the kernel's ``get_tcp4_sock``).
    """
    if not _is_loopback(host):
        return None
    waiting = []
    for table in _TABLES:
        try:
            text = (folder / table).read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            continue
        waiting += queues(text, port)
    return sum(waiting) if waiting else None


def queues(text: str, port: int) -> list[int]:
    """Read the accept queues on *port* from a socket table.

    >>> queues('''sl local rem st tx_queue:rx_queue ...
    ...    0: 0100007F:22B8 00000000:0000 0A 00000000:00000003 00:00000000
    ... ''', 8888)
    [3]
    """
    found = []
    for line in text.splitlines()[1:]:
        words = line.split(None, 5)
        if len(words) < 5 or words[3] != _LISTEN:
            continue
        if int(words[1].rpartition(":")[2], 16) == port:
            found.append(int(words[4].partition(":")[2], 16))
    return found


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
