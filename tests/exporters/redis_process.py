"""A real Redis for the tests that ask for one; without it they are skipped."""

from __future__ import annotations

import socket
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.tools import find_tool, tool_environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def running_redis(folder: Path, *options: str) -> Iterator[int]:
    """Run a real Redis on a free port until the block ends."""
    program = find_tool("redis-server")
    if program is None:
        pytest.skip("redis-server is missing (make tools)")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir"]
    process = subprocess.Popen(
        [program, *words, str(folder), *options],
        env=tool_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if "Ready to accept" in line:
                    break
            yield port
        finally:
            process.terminate()
