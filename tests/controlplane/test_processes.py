"""Starting, waiting for and stopping programs, on small Python ones."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.controlplane.processes import Process, StartError, stop, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WAITS = "print('ready', flush=True); import time; time.sleep(600)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {WAITS}"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], Process]]:
    """Start Python code; whatever a test leaves is killed."""
    started: list[Process] = []

    def run(code: str) -> Process:
        process = Process(
            f"p{len(started)}",
            [sys.executable, "-c", code],
            folder=tmp_path,
            environment=dict(os.environ),
        )
        started.append(process)
        return process

    yield run
    stop(started, grace_seconds=0)


def says_ready(process: Process) -> bool:
    return "ready" in process.tail()


def await_ready(process: Process) -> None:
    wait_until(
        lambda: says_ready(process),
        what="it",
        timeout_seconds=30,
        processes=[process],
    )


def test_a_program_ends_on_sigterm(start: Callable[[str], Process]) -> None:
    process = start(WAITS)
    await_ready(process)
    assert process.running
    stop([process], grace_seconds=30)
    assert not process.running


def test_a_deaf_program_is_killed_when_its_grace_is_over(
    start: Callable[[str], Process],
) -> None:
    process = start(DEAF)
    await_ready(process)
    stop([process], grace_seconds=0.1)
    assert not process.running


def test_an_early_end_is_told_with_its_last_words(
    start: Callable[[str], Process],
) -> None:
    process = start("import sys; sys.exit('no such flag')")
    with pytest.raises(StartError, match="p0 ended:\nno such flag"):
        wait_until(lambda: False, what="it", timeout_seconds=30, processes=[process])


def test_a_time_out_names_what_was_waited_for(start: Callable[[str], Process]) -> None:
    process = start(WAITS)
    await_ready(process)
    with pytest.raises(StartError, match=r"nodes not ready in 0.1 s\np0:\nready"):
        wait_until(
            lambda: False, what="nodes", timeout_seconds=0.1, processes=[process]
        )


def test_a_refused_connection_is_not_ready_yet() -> None:
    answers = ["refused", "not yet", "ready"]

    def ready() -> bool:
        answer = answers.pop(0)
        if answer == "refused":
            raise ConnectionRefusedError
        return answer == "ready"

    wait_until(ready, what="it", timeout_seconds=30, processes=[])
    assert answers == []


def test_a_program_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    code = f"""
import os, sys
from pathlib import Path
from tests.controlplane.processes import Process
p = Process("child", [sys.executable, "-c", {WAITS!r}],
            folder=Path({str(tmp_path)!r}), environment=dict(os.environ))
while "ready" not in p.tail():
    pass
print(p.pid, flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(signal.SIGKILL)
    # Orphaned, it is reaped by the system; a zombie of a slow one is dead, too.
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if child.status() == psutil.STATUS_ZOMBIE:
                return
        except psutil.NoSuchProcess:
            return
    child.kill()
    pytest.fail("the child lived on")
