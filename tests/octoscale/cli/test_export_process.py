"""``octoscale export process`` from its start to its end."""

from __future__ import annotations

import signal
import socket

import pytest

from octoscale.cli.app import main
from tests.exporters.child import child, new_marker
from tests.exporters.exposed import samples
from tests.octoscale.cli.exporting import exporting

LISTEN = ("--listen", "127.0.0.1:0")


def test_it_watches_what_the_pattern_means_and_not_itself() -> None:
    marker = new_marker()
    arguments = ("process", "--pattern", marker, "--prefix", "web", *LISTEN)
    with exporting(*arguments) as running:
        assert running.said[0].startswith("listening on http://127.0.0.1:")
        assert marker in running.said[1]
        assert samples(running.scrape())["web_up", ()] == 0
        with child(marker):
            found = samples(running.scrape())
            assert found["web_up", ()] == 1
            assert found["web_process_open_fds", ()] >= 3
        assert samples(running.scrape())["web_up", ()] == 0


def test_base_units_are_given_to_those_who_ask() -> None:
    words = ("process", "--pid", "1", "--prefix", "web", "--base-units", *LISTEN)
    with exporting(*words) as running:
        found = samples(running.scrape())
    assert found["web_memory_size_bytes", ()] > 0
    assert ("web_memory_total", ()) not in found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_well(number: signal.Signals) -> None:
    with exporting("process", "--pid", "1", *LISTEN) as running:
        running.process.send_signal(number)
        assert running.process.wait(timeout=10) == 0
        assert running.process.communicate() == ("", "")


def test_an_open_port_is_warned_of() -> None:
    with exporting("process", "--pid", "1", "--listen", ":0", lines=3) as running:
        assert "everybody" in running.said[2]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="no-process"),
        pytest.param(["--pid", "1", "--pattern", "x"], id="two-ways"),
        pytest.param(["--pid", "0"], id="pid-zero"),
        pytest.param(["--pid", "x"], id="pid-word"),
        pytest.param(["--pattern", "("], id="bad-pattern"),
        pytest.param(["--pattern", "x", "--prefix", "1x"], id="bad-prefix"),
        pytest.param(["--pid", "1", "--listen", "x"], id="bad-listen"),
    ],
)
def test_wrong_usage_is_exit_code_2_without_a_traceback(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "process", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err
    assert "Traceback" not in said.err


def test_a_taken_port_is_exit_code_3(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        code = main(["export", "process", "--pid", "1", "--listen", address])
    assert code == 3
    assert "hint:" in capsys.readouterr().err
