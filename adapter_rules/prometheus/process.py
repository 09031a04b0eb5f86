"""Start a real Prometheus, wait until it is ready, stop it.

For tests, for offline evaluation and for the bench on one machine. It listens
on the loopback only, on a free port, and keeps its data in a temporary
directory. Asking it is ``api_client``'s business.
"""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import tempfile
import time
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from octoscale.core import yamlio
from octoscale.core.errors import EnvironmentMissingError
from octoscale.core.tools import TOOLS_VARIABLE, find_program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self

PROGRAM = "prometheus"
READY_SECONDS = 30.0
"""How long a start may take; 0.2 s is usual, a busy machine needs more."""

_POLL_SECONDS = 0.02
_STOP_SECONDS = 10.0
_ANSWER_SECONDS = 5.0
_TRIES = 3


def find_binary() -> Path:
    """Find the ``prometheus`` program (see ``octoscale.core.tools``).

    Raises ``EnvironmentMissingError`` without one.
    """
    found = find_program(PROGRAM)
    if found is None:
        raise EnvironmentMissingError(
            "no 'prometheus' program was found",
            hint=f"run 'make tools', install Prometheus, or set {TOOLS_VARIABLE}",
        )
    return found


class PrometheusProcess:
    """A Prometheus of our own, running between ``with`` and its end.

    *config* is its configuration as data, or as YAML text. Raises
    ``EnvironmentMissingError`` when the program is missing or does not start.
    """

    def __init__(
        self,
        config: Mapping[str, Any] | str,
        *,
        binary: Path | None = None,
        flags: tuple[str, ...] = (),
        ready_seconds: float = READY_SECONDS,
    ) -> None:
        """Prepare it; nothing runs before ``start`` or ``with``."""
        self._config = config if isinstance(config, str) else yamlio.dump(dict(config))
        self._binary = binary
        self._flags = flags
        self._ready_seconds = ready_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self.directory = Path()
        """Where its configuration (``prometheus.yml``), data and log are."""

        self.port = 0
        """The loopback port; kept over a stop and a start."""

    @property
    def url(self) -> str:
        """Its base URL, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        """Start it in a fresh temporary directory."""
        program = self._binary or find_binary()
        self._binary = program
        self.directory = Path(tempfile.mkdtemp(prefix="octoscale-prometheus-"))
        config = self.directory / "prometheus.yml"
        config.write_text(self._config, encoding="utf-8")
        try:
            self.start()
        except BaseException:
            self._clean_up()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it and remove its directory."""
        self._clean_up()

    def start(self) -> None:
        """Start it, again after ``stop``, and wait until it is ready.

        The first start takes a free port. Somebody else may take that port
        before Prometheus does; then another one is tried.
        """
        for left in reversed(range(_TRIES)):
            port = self.port or _free_port()
            self._process = self._spawn(port)
            if self._wait_until_ready(port):
                self.port = port
                return
            said = self._last_words()
            self.stop()
            if self.port or not left or "address already in use" not in said:
                raise EnvironmentMissingError(f"prometheus did not start: {said}")

    def stop(self) -> None:
        """Stop it and wait for its end; stopping twice is fine."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def reload(self) -> None:
        """Make it read its configuration file again.

        Raises ``EnvironmentMissingError`` when it refuses the file.
        """
        status, said = _request(self.port, "POST", "/-/reload")
        if status != HTTPStatus.OK:
            raise EnvironmentMissingError(f"prometheus did not reload: {said}")

    def _spawn(self, port: int) -> subprocess.Popen[bytes]:
        command = [
            str(self._binary),
            f"--config.file={self.directory / 'prometheus.yml'}",
            f"--storage.tsdb.path={self.directory / 'data'}",
            f"--web.listen-address=127.0.0.1:{port}",
            "--web.enable-lifecycle",
            "--log.level=warn",
            *self._flags,
        ]
        try:
            with (self.directory / "log").open("wb") as log:
                return subprocess.Popen(  # noqa: S603 - the program the user named
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    cwd=self.directory,
                )
        except OSError as error:
            raise EnvironmentMissingError(
                f"cannot run {self._binary}: {error.strerror}"
            ) from error

    def _wait_until_ready(self, port: int) -> bool:
        """Ask until it is ready; ``False`` when it ended or took too long."""
        process = self._process
        end = time.monotonic() + self._ready_seconds
        while process is not None and time.monotonic() < end:
            if _request(port, "GET", "/-/ready")[0] == HTTPStatus.OK:
                return process.poll() is None
            try:
                process.wait(timeout=_POLL_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            return False
        return False

    def _last_words(self) -> str:
        """Give the end of its log, on one line."""
        log = self.directory / "log"
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        return lines[-1] if lines else "it said nothing"

    def _clean_up(self) -> None:
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)


def _request(port: int, method: str, path: str) -> tuple[int, str]:
    """Ask for *path*, past any proxy; status 0 when there is no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_ANSWER_SECONDS)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error)
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
