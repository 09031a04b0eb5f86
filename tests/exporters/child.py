"""Real processes for the process collector to watch."""

from __future__ import annotations

import subprocess
import sys
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WAITS = "import sys; print('ready', flush=True); sys.stdin.read()"

_LISTENS = """
import socket, sys
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
clients = []
for line in sys.stdin:
    clients.append(server.accept()[0])
    print("accepted", flush=True)
"""

_FORKS = """
import os, sys
child = os.fork()
if not child:
    print("ready", flush=True)
sys.stdin.read()
if child:
    os.waitpid(child, 0)
"""

PROGRAMS = {"waits": _WAITS, "listens": _LISTENS, "forks": _FORKS}
"""What a child can do: nothing, accept a client for each line, or have a worker."""


class Child:
    """A running child and the first line that it said."""

    def __init__(self, words: list[str]) -> None:
        self.process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.first_line = self.ask()

    @property
    def pid(self) -> int:
        """Its number."""
        return self.process.pid

    def tell(self, line: str) -> str:
        """Send a line and give the one that comes back."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.ask()

    def ask(self) -> str:
        """Give its next line."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def kill(self) -> None:
        """Kill it and take its exit code, so that no zombie is left."""
        self.process.kill()
        self.process.communicate()


@contextmanager
def child(marker: str = "", program: str = "waits") -> Iterator[Child]:
    """Run a child with *marker* in its command line until the block ends."""
    running = Child([sys.executable, "-c", PROGRAMS[program], marker])
    try:
        yield running
    finally:
        running.kill()


def new_marker() -> str:
    """Give a word that no other command line holds."""
    return f"watched-{uuid.uuid4().hex}"
