"""A node of our own: containerd and runc in namespaces that nobody else sees.

Its network has a loopback and nothing else, its mounts vanish with it, its daemon
keeps everything in one folder. Skips, by name, without what it needs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.images_plugin import running_registry
from tests.tools import find_tool, tool_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

NAMESPACE = "octoscale-test"
"""containerd's, and with it the cgroups' parent."""

_NEEDED = ("containerd", "ctr", "runc", "docker-registry", "unshare", "nsenter", "ip")
_WAIT_SECONDS = 30.0
_CONFIG = """\
version = 2
root = "{folder}/root"
state = "{folder}/state"
disabled_plugins = [
  "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs",
  "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.internal.v1.opt", "io.containerd.grpc.v1.cri",
]
[grpc]
  address = "{folder}/containerd.sock"
[ttrpc]
  address = "{folder}/ttrpc.sock"
"""


@dataclass(frozen=True)
class Node:
    """Where images are pulled to and run."""

    folder: Path
    enter: tuple[str, ...]
    """Words that take a command into the node's namespaces."""

    registry: str
    """The registry's address, within the node."""

    def run(self, *words: str | Path, check: bool = True) -> str:
        """Run a command within the node; give what it printed."""
        done = subprocess.run(
            [*self.enter, *words],
            capture_output=True,
            text=True,
            check=False,
            env=_environment(),
            timeout=300,
        )
        assert not check or done.returncode == 0, f"{words}: {done.stderr[-2000:]}"
        return done.stdout + done.stderr

    def ctr(self, *words: str, check: bool = True) -> str:
        """Ask containerd."""
        socket = str(self.folder / "containerd.sock")
        return self.run("ctr", "-a", socket, "-n", NAMESPACE, *words, check=check)

    def push(self, layout: Path, name: str) -> str:
        """Push an image with our own client; give the reference within the node."""
        words = ["bench", "images", "push", str(layout), f"{self.registry}/{name}"]
        self.run(*(sys.executable, "-m", "octoscale.cli.main", *words), "--plain-http")
        return f"{self.registry}/{name}"

    def pull(self, reference: str) -> None:
        """Pull an image."""
        self.ctr("image", "pull", "--plain-http", reference)

    def get(self, url: str) -> str:
        """Ask an HTTP server within the node, once it answers."""
        code = f"import urllib.request as u; print(u.urlopen({url!r}).read().decode())"
        found: list[str] = []

        def answered() -> bool:
            found.append(self.run(sys.executable, "-c", code, check=False))
            return "Traceback" not in found[-1]

        wait(answered, url)
        return found[-1]

    @contextmanager
    def container(
        self, name: str, reference: str, *words: str, options: Sequence[str] = ()
    ) -> Iterator[int]:
        """Run a container until the block ends; give its process id.

        It must then end well within seconds after SIGTERM, as a pod must.
        """
        self.ctr("run", "-d", "--net-host", *options, reference, name, *words)
        try:
            yield self.pid(name)
            self.ctr("task", "kill", "-s", "SIGTERM", name)
            wait(lambda: "RUNNING" not in self._task(name), f"the end of {name}", 5.0)
        finally:
            self.ctr("task", "kill", "-s", "SIGKILL", name, check=False)
            wait(lambda: "RUNNING" not in self._task(name), f"the end of {name}")
            self.ctr("task", "rm", name, check=False)
            self.ctr("container", "rm", name, check=False)

    def pid(self, name: str) -> int:
        """Give the process id of a container."""
        return int(self._task(name).split()[1])

    def _task(self, name: str) -> str:
        lines = self.ctr("task", "ls").splitlines()
        return next((line for line in lines if line.split()[:1] == [name]), "")


def wait(ready: Callable[[], bool], what: str, seconds: float = _WAIT_SECONDS) -> None:
    """Wait until it is so; fail the test when it does not come."""
    end, pause = time.monotonic() + seconds, threading.Event()
    while not ready():
        if time.monotonic() > end:
            pytest.fail(f"waited {seconds} s for {what}")
        pause.wait(0.05)


@contextmanager
def running_node(folder: Path) -> Iterator[Node]:
    """Start a node that keeps its things in *folder*."""
    _skip_without_what_it_needs()
    with _namespaces() as enter, _containerd(folder, enter):
        program = find_tool("docker-registry")
        assert program is not None
        with running_registry(program, folder, enter) as registry:
            yield Node(folder, enter, registry)
    for parent in Path("/sys/fs/cgroup").glob(f"*/{NAMESPACE}"):
        with suppress(OSError):
            parent.rmdir()


def _skip_without_what_it_needs() -> None:
    missing = [name for name in _NEEDED if find_tool(name) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} missing (make soak unpacks them)")
    if os.geteuid() != 0:
        pytest.skip("containers need root here")
    probe = ["unshare", "--net", "--mount", "true"]
    if subprocess.run(probe, check=False, capture_output=True).returncode:
        pytest.skip("namespaces of our own are not allowed here")


@contextmanager
def _namespaces() -> Iterator[tuple[str, ...]]:
    """Keep a network and a mount namespace for the block."""
    script = "ip link set lo up && echo ready && exec sleep infinity"
    keeper = subprocess.Popen(
        ["unshare", "--net", "--mount", "--propagation", "private", "sh", "-c", script],
        stdout=subprocess.PIPE,
        text=True,
    )
    with keeper:
        assert keeper.stdout is not None
        try:
            assert keeper.stdout.readline() == "ready\n"
            target = str(keeper.pid)
            yield ("nsenter", "--target", target, "--net", "--mount", "--")
        finally:
            keeper.kill()


@contextmanager
def _containerd(folder: Path, enter: Sequence[str]) -> Iterator[None]:
    config, socket = folder / "containerd.toml", folder / "containerd.sock"
    config.write_text(_CONFIG.format(folder=folder))
    with (folder / "containerd.log").open("wb") as log:
        daemon = subprocess.Popen(
            [*enter, "containerd", "-c", config, "-l", "warn"],
            stdout=log,
            stderr=log,
            env=_environment(),
        )
    try:
        wait(socket.exists, "containerd")
        yield
    finally:
        daemon.terminate()
        daemon.wait(60)
        shutil.rmtree(folder / "root", ignore_errors=True)


def _environment() -> dict[str, str]:
    """Let containerd find its shim, and the shim find runc."""
    folders = {str(path.parent) for name in _NEEDED if (path := find_tool(name))}
    known = tool_environment()
    return {**known, "PATH": os.pathsep.join([*sorted(folders), known["PATH"]])}
