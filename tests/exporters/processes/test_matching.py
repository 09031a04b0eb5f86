"""What a pattern means, and which of several processes is the service."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys

import psutil
import pytest

from exporters.processes.matching import (
    MATCHED_CHARACTERS,
    choose,
    matching,
    means,
)
from tests.exporters.child import PROGRAMS, Child, child, new_marker

HTTPGO = re.compile("httpgo")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("httpgo", True, id="bare"),
        pytest.param("/srv/bin/httpgo -port 8888", True, id="with-path"),
        pytest.param("python /srv/httpgo.py", True, id="interpreter"),
        pytest.param("nginx", False, id="other"),
        pytest.param("", False, id="kernel-thread"),
        pytest.param("sh -c 'httpgo -port 8888'", False, id="shell"),
        pytest.param("/bin/bash ./httpgo.sh", False, id="shell-script"),
        pytest.param("-bash httpgo", False, id="login-shell"),
        pytest.param("tini -- httpgo", False, id="init"),
        pytest.param("timeout 10 httpgo", False, id="timeout"),
        pytest.param("sudo -u web httpgo", False, id="sudo"),
        pytest.param("grep httpgo", False, id="grep"),
        pytest.param("tail -f /var/log/httpgo.log", False, id="tail"),
        pytest.param("vim httpgo.go", False, id="editor"),
        pytest.param(
            "octoscale export process --pattern httpgo", False, id="another-exporter"
        ),
        pytest.param(
            "python -m octoscale.cli.main export process --pattern httpgo",
            False,
            id="another-exporter-by-module",
        ),
        pytest.param(f"python {'x' * MATCHED_CHARACTERS} httpgo", False, id="far-out"),
    ],
)
def test_a_pattern_means_the_service_and_not_its_mentions(
    line: str, expected: bool
) -> None:
    assert means(HTTPGO, shlex.split(line)) is expected


def test_the_exporter_and_what_started_it_are_never_meant() -> None:
    everything = {process.pid for process in matching(re.compile(""))}
    assert os.getpid() not in everything
    assert not everything & {parent.pid for parent in psutil.Process().parents()}


def test_a_running_process_is_found_by_its_command_line() -> None:
    marker = new_marker()
    with child(marker) as service:
        assert [p.pid for p in matching(re.compile(marker))] == [service.pid]
    assert list(matching(re.compile(marker))) == []


def test_behind_a_shell_the_service_is_meant() -> None:
    marker = new_marker()
    words = [sys.executable, "-c", PROGRAMS["waits"], marker]
    # The word after it keeps the shell from becoming the service by exec.
    shell = subprocess.Popen(
        ["sh", "-c", f"{shlex.join(words)}; true"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with shell:
        assert shell.stdout is not None
        shell.stdout.readline()
        found = choose(matching(re.compile(marker)))
        assert found is not None
        assert found.ppid() == shell.pid
        found.kill()


def test_of_a_server_and_its_workers_the_server_is_chosen() -> None:
    marker = new_marker()
    with child(marker, "forks") as server:
        matches = list(matching(re.compile(marker)))
        assert len(matches) == 2
        chosen = choose(reversed(matches))
        assert chosen is not None
        assert chosen.pid == server.pid
        for match in matches:
            if match.pid != server.pid:
                match.kill()


def test_of_strangers_the_oldest_is_chosen() -> None:
    marker = new_marker()
    with child(marker) as first, child(marker):
        chosen = choose(matching(re.compile(marker)))
        assert chosen is not None
        assert chosen.pid == first.pid


def test_of_none_none_is_chosen() -> None:
    assert choose([]) is None


def test_a_match_that_ends_meanwhile_is_passed_over() -> None:
    service = Child([sys.executable, "-c", PROGRAMS["waits"]])
    process = psutil.Process(service.pid)
    service.kill()
    assert choose([process]) is None
