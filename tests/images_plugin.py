"""Builds images and starts a registry for all tests that ask for them.

A pytest plugin. ``small_image`` is the paper's smallest, from real packages that are
kept in ``.tools/images``; ``registry`` is Debian's docker-registry on a free loopback
port. Without what they need, tests are skipped by name.
"""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bench.images import build
from bench.images.errors import PackagesError
from octoscale.core import yamlio
from tests.tools import PROJECT, find_tool, tool_environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bench.images import BuiltImage

_WAIT_SECONDS = 30.0
_LISTENING = re.compile(r'listening on (127\.0\.0\.1:\d+)"')


@dataclass(frozen=True)
class LiveRegistry:
    """A running registry."""

    address: str
    """``127.0.0.1:PORT``."""

    def get(self, path: str, **headers: str) -> bytes:
        """Ask it for something that it must have."""
        connection = http.client.HTTPConnection(self.address, timeout=30)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        assert answer.status == 200, content
        return content


@pytest.fixture(scope="session")
def image_cache() -> Path:
    """Give the folder where packages for images are kept."""
    if shutil.which("apt-get") is None:
        pytest.skip("apt-get is missing")
    return PROJECT / ".tools" / "images"


@pytest.fixture(scope="session")
def small_image(
    image_cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> BuiltImage:
    """Build the paper's small image, once."""
    try:
        return build(
            "small",
            to=tmp_path_factory.mktemp("images") / "small",
            cache=image_cache,
            progress=lambda _: None,
        )
    except PackagesError as error:
        pytest.skip(f"no packages for images: {error}")


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveRegistry]:
    """Start one docker-registry for the whole session."""
    program = find_tool("docker-registry")
    if program is None:
        pytest.skip("docker-registry is missing (make tools)")
    folder = tmp_path_factory.mktemp("registry")
    with running_registry(program, folder) as address:
        yield LiveRegistry(address)


@contextmanager
def running_registry(
    program: Path, folder: Path, prefix: Sequence[str] = ()
) -> Iterator[str]:
    """Start a docker-registry that keeps its data in *folder*; give its address.

    *prefix* are words in front of the command, such as those that enter a namespace.
    """
    config = {
        "version": 0.1,
        "storage": {"filesystem": {"rootdirectory": str(folder / "data")}},
        "http": {"addr": "127.0.0.1:0", "secret": "only for tests"},
        "log": {"level": "info", "accesslog": {"disabled": True}},
    }
    (folder / "config.yml").write_text(yamlio.dump(config))
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*prefix, program, "serve", folder / "config.yml"],
            stdout=out,
            stderr=out,
            env=tool_environment(),
        )
    try:
        yield _address(process, log)
    finally:
        process.terminate()
        process.wait(30)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until the registry says where it listens."""
    end, pause = time.monotonic() + _WAIT_SECONDS, threading.Event()
    while time.monotonic() < end and process.poll() is None:
        found = _LISTENING.search(log.read_text())
        if found:
            return found[1]
        pause.wait(0.02)
    pytest.fail(f"docker-registry did not start: {log.read_text()[-500:]}")
