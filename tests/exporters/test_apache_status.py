"""Every real status text is read; a part of one never is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.apache_status import SCOREBOARD, fields, read_status
from exporters.errors import Reason, SourceError
from tests.exporters.exposed import samples
from tests.reference import reference

if TYPE_CHECKING:
    from exporters.families import Reading

FRESH = """\
host.example
ServerVersion: Apache/2.4.71 (Debian)
ServerMPM: event
Load1: 0.36
Total Accesses: 0
CPUUser: .42
CPUSystem: 0
Uptime: 1
BusyWorkers: 1
IdleWorkers: 2
Processes: 3
Stopping: 0
ConnsTotal: 0
Scoreboard: _W_..
"""

PAYLOADS = {
    "apache_2.4.71_event_fresh_start_no_CPULoad_auto.txt": (0, None, 1, 74, "event"),
    "apache_2.4.71_event_idle_auto.txt": (106568, 3.30097, 1, 99, "event"),
    "apache_2.4.71_event_underload2_auto.txt": (63884, 77.3333, 1, 99, "event"),
    "apache_2.4.71_event_underload_auto.txt": (56447, 1.88119, 1, 99, "event"),
    "apache_2.4.71_pair_with_exporter_auto.txt": (95515, 88.0, 1, 99, "event"),
    "lusitaniae_apache22Status.txt": (302311, 27.4052, 2, 8, None),
    "lusitaniae_apache24EventProxyStatus.txt": (131, 0.0898876, 1, 74, "event"),
    "lusitaniae_apache24EventStatus.txt": (131, 0.0898876, 1, 74, "event"),
    "lusitaniae_apache24EventTLSStatus.txt": (131, 0.0898876, 1, 74, "event"),
    "lusitaniae_apache24PreforkStatus.txt": (10, 0.0588235, 2, 48, "prefork"),
    "lusitaniae_apache24WorkerStatus.txt": (10, 0.0588235, 2, 48, "worker"),
}
"""Accesses, CPU load, busy and idle workers, MPM: as the file's lines say."""


def real(name: str) -> str:
    path = reference("real", "payloads", "apache", name)
    return path.read_text(encoding="iso-8859-1")


@pytest.mark.parametrize("name", PAYLOADS)
def test_every_real_text_is_read(name: str) -> None:
    accesses, cpuload, busy, idle, mpm = PAYLOADS[name]
    reading = read_status(real(name))
    values = reading.values
    assert values["apache_accesses_total"] == accesses
    assert values.get("apache_cpuload") == cpuload
    assert values["apache_workers"] == {("busy",): busy, ("idle",): idle}
    information = values.get("apache_info")
    assert (information is None) == (mpm is None)
    if isinstance(information, dict):
        assert [labels[1] for labels in information] == [mpm]
    assert reading.unreadable == 0


def test_no_real_text_is_left_out_of_the_table() -> None:
    folder = reference("real", "payloads", "apache")
    assert {path.name for path in folder.glob("*.txt")} == set(PAYLOADS)


def test_the_page_without_auto_is_refused_with_the_way_out() -> None:
    with pytest.raises(SourceError, match=r"\?auto") as caught:
        read_status(real("apache_2.4.71_server-status.html"))
    assert caught.value.reason == Reason.CONTENT


DRIFTED = {
    "apache_accesses_total": (94829, 95515),
    "apache_sent_kilobytes_total": (29466, 29681),
    "apache_duration_ms_total": (3900, 3918),
    "apache_cpu_time_ms_total": (2500, 2520),
    "apache_cpuload": (87, 88),
    "apache_load": (0.36, 0.57),
}
"""The pair was taken a moment apart: these moved on in between."""

NOT_OURS = ("apache_exporter_build_info", "apache_up")


def test_the_originals_values_are_reproduced_from_the_same_server() -> None:
    recorded = reference("real", "exposition", "apache_exporter_0.12.0.prom")
    theirs = {
        (name, tuple(value for _, value in labels)): value
        for (name, labels), value in samples(recorded.read_text()).items()
        if name.startswith("apache_") and name not in NOT_OURS
    }
    ours = flat(read_status(real("apache_2.4.71_pair_with_exporter_auto.txt")))
    assert theirs.keys() == ours.keys()
    different = {key for key in theirs if theirs[key] != ours[key]}
    assert {name for name, _ in different} == set(DRIFTED)
    assert all(ours[key] >= theirs[key] for key in different)


def flat(reading: Reading) -> dict[tuple[str, tuple[str, ...]], float]:
    """Give all values by series name and sorted label values."""
    found = {}
    for name, value in reading.values.items():
        if isinstance(value, dict):
            # apache_info is the one with two labels: mpm sorts before version.
            for labels, number in value.items():
                key = labels if len(labels) == 1 else labels[::-1]
                found[name, key] = number
        else:
            assert isinstance(value, int | float)
            found[name, ()] = value
    return found


def test_what_apache_does_not_say_is_absent() -> None:
    values = read_status(FRESH).values
    assert "apache_cpuload" not in values
    assert "apache_generation" not in values
    assert values["apache_load"] == {("1min",): 0.36}
    assert values["apache_cpu_time_ms_total"] == {("user",): 420.0, ("system",): 0.0}


def test_every_slot_of_the_scoreboard_is_counted_once() -> None:
    board = "".join(SCOREBOARD) * 2
    text = f"BusyWorkers: 1\nScoreboard: {board}\n"
    assert read_status(text).values["apache_scoreboard"] == {
        (state,): 2 for state in SCOREBOARD.values()
    }


@pytest.mark.parametrize(
    ("line", "family"),
    [
        pytest.param("Total Accesses: many", "accesses_total", id="word"),
        pytest.param("Total Accesses: -1", "accesses_total", id="negative"),
        pytest.param("Total Accesses: nan", "accesses_total", id="nan"),
        pytest.param("Total Accesses: 1_000", "accesses_total", id="underscore"),
        pytest.param("Total Accesses: ٣", "accesses_total", id="other-digits"),
        pytest.param("Total Accesses:", "accesses_total", id="nothing"),
        pytest.param("CPUUser: .", "cpu_time_ms_total", id="one-of-two-labels"),
    ],
)
def test_what_is_no_number_costs_its_own_family_only(line: str, family: str) -> None:
    reading = read_status(f"{line}\n{FRESH}")
    assert f"apache_{family}" not in reading.values
    assert "apache_workers" in reading.values
    assert reading.unreadable == 1


def test_an_unknown_letter_costs_the_scoreboard_only() -> None:
    reading = read_status("BusyWorkers: 1\nScoreboard: _W?\n")
    assert list(reading.values) == ["apache_workers"]
    assert reading.unreadable == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("hello\n", id="other-text"),
        pytest.param("a: b\nc: d\n", id="other-keys"),
        pytest.param('{"uptime": 3}\n', id="json"),
        pytest.param("  \n<html>", id="html-after-space"),
    ],
)
def test_what_is_no_status_text_is_refused(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_status(text)
    assert caught.value.reason == Reason.CONTENT


@given(st.integers(min_value=0, max_value=len(FRESH) - 1))
def test_no_part_of_a_text_passes_for_the_whole(length: int) -> None:
    with pytest.raises(SourceError) as caught:
        read_status(FRESH[:length])
    assert caught.value.reason in {Reason.TRUNCATED, Reason.CONTENT}


@given(st.text())
def test_any_text_gives_a_reading_or_a_reason(text: str) -> None:
    for candidate in (text, FRESH + text, f"{text}\n{FRESH}"):
        try:
            reading = read_status(candidate)
        except SourceError:
            continue
        assert reading.values


@given(st.floats(min_value=0, max_value=1e15, allow_subnormal=False))
def test_numbers_are_read_as_printf_writes_them(number: float) -> None:
    written = f"{number:g}".removeprefix("0") or "0"
    reading = read_status(f"CPULoad: {written}\n{FRESH}")
    assert reading.values["apache_cpuload"] == float(written)


def test_of_a_key_that_comes_twice_the_first_counts() -> None:
    assert fields("Uptime: 1\nUptime: 2\nScoreboard: _\n")["Uptime"] == "1"
