"""By number, by pid file, by pattern: the same process while it runs, or a reason."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import psutil
import pytest

from exporters.errors import Reason, SourceError
from exporters.processes.finding import (
    CLOCK_TOLERANCE_SECONDS,
    Finder,
    PatternFinder,
    PidFileFinder,
    PidFinder,
    running,
)
from tests.exporters.child import child, new_marker

UNUSED = 2**22 + 1
"""A number above what Linux gives to processes."""


def reason_of(finder: Finder) -> tuple[Reason, str]:
    with pytest.raises(SourceError) as caught:
        finder.find()
    return caught.value.reason, str(caught.value)


def test_a_number_means_the_process_that_has_it() -> None:
    with child() as service:
        finder = PidFinder(service.pid)
        assert finder.find().pid == service.pid
    assert reason_of(finder)[0] == Reason.GONE


def test_a_number_that_nobody_has_may_still_come() -> None:
    assert reason_of(PidFinder(UNUSED)) == (
        Reason.NOT_FOUND,
        f"there is no process {UNUSED}",
    )
    assert reason_of(PidFinder(10**30))[0] == Reason.NOT_FOUND


def test_a_zombie_has_ended() -> None:
    with child() as service:
        finder = PidFinder(service.pid)
        os.kill(service.pid, signal.SIGKILL)
        os.waitid(os.P_PID, service.pid, os.WEXITED | os.WNOWAIT)
        assert psutil.Process(service.pid).status() == psutil.STATUS_ZOMBIE
        assert not running(psutil.Process(service.pid))
        assert reason_of(finder)[0] == Reason.GONE


def test_a_pid_file_is_followed_to_the_next_process(tmp_path: Path) -> None:
    path = tmp_path / "web.pid"
    finder = PidFileFinder(path)
    with child() as first:
        path.write_text(f"{first.pid}\n")
        assert finder.find().pid == first.pid
        assert finder.find().pid == first.pid
    assert reason_of(finder)[0] == Reason.GONE
    with child() as second:
        path.write_text(f"{second.pid}\n")
        assert finder.find().pid == second.pid


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("httpgo", id="word"),
        pytest.param("-1", id="negative"),
        pytest.param("0", id="zero"),
        pytest.param("²", id="other-digit"),
    ],
)
def test_a_file_without_a_number_is_said_to_be_one(
    tmp_path: Path, content: str
) -> None:
    path = tmp_path / "web.pid"
    path.write_text(content)
    reason, text = reason_of(PidFileFinder(path))
    assert reason == Reason.PID_FILE
    assert "does not begin with a process number" in text


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    reason, text = reason_of(PidFileFinder(tmp_path / "web.pid"))
    assert reason == Reason.PID_FILE
    assert "No such file" in text


def test_a_number_too_large_to_be_one_names_nothing(tmp_path: Path) -> None:
    path = tmp_path / "web.pid"
    path.write_text("9" * 60)
    assert reason_of(PidFileFinder(path))[0] == Reason.GONE


def test_a_stale_file_does_not_lead_to_a_stranger(tmp_path: Path) -> None:
    path = tmp_path / "web.pid"
    with child() as stranger:
        path.write_text(str(stranger.pid))
        started = psutil.Process(stranger.pid).create_time()
        stale = started - CLOCK_TOLERANCE_SECONDS - 60
        os.utime(path, (stale, stale))
        reason, text = reason_of(PidFileFinder(path))
    assert reason == Reason.PID_FILE
    assert "is older than the process" in text


def test_a_file_once_believed_is_believed_whatever_the_clock_does(
    tmp_path: Path,
) -> None:
    path = tmp_path / "web.pid"
    with child() as service:
        path.write_text(str(service.pid))
        finder = PidFileFinder(path)
        finder.find()
        os.utime(path, (1, 1))
        assert finder.find().pid == service.pid


def test_a_pattern_follows_a_restart() -> None:
    marker = new_marker()
    finder = PatternFinder(re.compile(marker))
    assert reason_of(finder)[0] == Reason.NOT_FOUND
    with child(marker) as first:
        assert finder.find().pid == first.pid
    assert reason_of(finder)[0] == Reason.NOT_FOUND
    with child(marker) as second:
        assert finder.find().pid == second.pid


def test_a_pattern_keeps_to_its_process_beside_a_newcomer() -> None:
    marker = new_marker()
    with child(marker) as first:
        finder = PatternFinder(re.compile(marker))
        finder.find()
        with child(marker):
            assert finder.find().pid == first.pid


def test_finders_say_what_they_look_for() -> None:
    assert [
        str(finder)
        for finder in (
            PidFinder(UNUSED),
            PidFileFinder(Path("/run/web.pid")),
            PatternFinder(re.compile("http[gG]o")),
        )
    ] == [
        f"process {UNUSED}",
        "the process in /run/web.pid",
        "the process whose command line matches 'http[gG]o'",
    ]
