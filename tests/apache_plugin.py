"""Starts a real Apache for the tests that ask for one.

A pytest plugin. Every server has its own folder, configuration and free port on
the loopback; without Apache the tests that need it are skipped by name.
"""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tools import find_tool, tool_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONFIGURATION = """\
ServerRoot {folder}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/apache.pid
Mutex file:{folder}
ErrorLog /dev/stderr
LogLevel notice
DocumentRoot {folder}/htdocs
{load_modules}
{worker}
<IfModule mpm_event_module>
  StartServers 2
  ServerLimit 4
  ThreadsPerChild 25
  MaxRequestWorkers 100
</IfModule>
<IfModule mpm_prefork_module>
  StartServers 2
  MaxRequestWorkers 10
</IfModule>
ExtendedStatus On
<Location /server-status>
  SetHandler server-status
</Location>
"""

_START_SECONDS = 10.0
"""A start takes well under a second; this is for a machine that is busy."""


@dataclass(frozen=True)
class RunningApache:
    """A server that answers."""

    port: int
    folder: Path
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        """The server's root, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def status_uri(self) -> str:
        """Its status page, as text."""
        return f"{self.url}/server-status?auto"

    def stop(self) -> None:
        """Stop it at once; stopping twice is fine."""
        self.process.terminate()
        self.process.wait(timeout=10)


@contextmanager
def running_apache(*, mpm: str = "event", port: int = 0) -> Iterator[RunningApache]:
    """Run a server until the block ends; port 0 takes a free one."""
    program = find_tool("apache2")
    if program is None:
        pytest.skip("apache2 is missing (make tools)")
    # Not pytest's folder, which is root's alone: the workers are nobody's.
    with tempfile.TemporaryDirectory(prefix="apache-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        port = port or _free_port()
        configuration = _configure(folder, program, port=port, mpm=mpm)
        process = subprocess.Popen(
            [program, "-f", configuration, "-DFOREGROUND"],
            env=tool_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            # The prefork MPM stops by a signal to its whole process group.
            start_new_session=True,
        )
        apache = RunningApache(port, folder, process)
        with process:
            try:
                _wait(process)
                yield apache
            finally:
                apache.stop()


@pytest.fixture
def apache() -> Iterator[RunningApache]:
    """Give a running Apache with the event MPM and its status page."""
    with running_apache() as server:
        yield server


def _configure(folder: Path, program: Path, *, port: int, mpm: str) -> Path:
    """Write the server's files; give the configuration's path."""
    (folder / "htdocs").mkdir()
    (folder / "htdocs/hello").write_text("hello\n", encoding="utf-8")
    modules = program.parent.parent / "lib/apache2/modules"
    wanted = (f"mpm_{mpm}", "authz_core", "unixd", "status")
    text = _CONFIGURATION.format(
        folder=folder,
        port=port,
        load_modules="\n".join(
            f"LoadModule {name}_module {modules}/mod_{name}.so"
            for name in wanted
            if (modules / f"mod_{name}.so").exists()  # unixd may be built in
        ),
        worker="User #65534\nGroup #65534" if os.geteuid() == 0 else "",
    )
    path = folder / "apache.conf"
    path.write_text(text, encoding="utf-8")
    return path


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[str]) -> None:
    """Read what the server says until it serves; fail with it when it does not."""
    assert process.stderr is not None
    guard = threading.Timer(_START_SECONDS, process.kill)
    guard.start()
    said = []
    for line in process.stderr:
        said.append(line)
        if "resuming normal operations" in line:
            guard.cancel()
            return
    guard.cancel()
    pytest.fail(f"apache2 did not start: {''.join(said)}")
