"""Sums over groups of processes, read straight from ``/proc``.

Not through psutil: a thousand processes would cost ten thousand of its calls a
scrape. Two files and one count a process are read here, the rest only once.
"""

from __future__ import annotations

import math
import os
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Sums = dict[str, dict[tuple[str, ...], float]]
Gauges = defaultdict[str, defaultdict[tuple[str, ...], float]]

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_MATCHED = 4096
_STATES = {"R": "Running", "S": "Sleeping", "D": "Waiting", "Z": "Zombie"}


class Stat(NamedTuple):
    """What ``/proc/PID/stat`` says, as far as it is needed."""

    name: str
    """The program's; another one after an exec."""

    state: str
    minor_faults: float
    major_faults: float
    user_seconds: float
    system_seconds: float
    threads: float
    started_ticks: int
    virtual_bytes: float
    resident_bytes: float


class _Known(NamedTuple):
    """A process seen before: it keeps its group until it execs another program."""

    name: str
    started_ticks: int
    group: str | None
    counters: dict[tuple[str, ...], float]


class GroupReader:
    """Reads all processes and remembers what ended ones had used."""

    def __init__(self, groups: Mapping[str, re.Pattern[str]], folder: str) -> None:
        self._groups = dict(groups)
        self._folder = folder
        self._known: dict[str, _Known] = {}
        self._past: dict[tuple[str, ...], float] = defaultdict(float)
        self._boot = _boot_time(Path(folder))

    def read(self) -> tuple[Sums, int]:
        """Give all families' values, and how many values this user may not read."""
        gauges: Gauges = defaultdict(lambda: defaultdict(float))
        counters: Counter[tuple[str, ...]] = Counter()
        oldest: dict[str, int] = {}
        alive: dict[str, _Known] = {}
        ourselves = str(os.getpid())  # its command line holds the patterns
        for pid in _pids(self._folder):
            if pid == ourselves:
                continue
            stat = self._stat(pid)
            if stat is None:
                continue
            known = self._recognized(pid, stat)
            group = known.group
            if group is not None:
                own = self._counters(pid, stat, group)
                known = known._replace(counters=own)
                counters.update(own)
                self._add(gauges, group, pid, stat)
                first = oldest.get(group, stat.started_ticks)
                oldest[group] = min(first, stat.started_ticks)
            alive[pid] = known
        self._bury(alive)
        counters.update(self._past)
        return self._families(gauges, counters, oldest), self._denied(gauges)

    def _recognized(self, pid: str, stat: Stat) -> _Known:
        known = self._known.get(pid)
        if known is None or known.started_ticks != stat.started_ticks:
            return _Known(stat.name, stat.started_ticks, self._group(pid), {})
        if known.name != stat.name:
            group = self._group(pid)
            counters = known.counters if group == known.group else {}
            return known._replace(name=stat.name, group=group, counters=counters)
        return known

    def _group(self, pid: str) -> str | None:
        line = _text(f"{self._folder}/{pid}/cmdline")[:_MATCHED].replace("\0", " ")
        if not line:
            return None  # the kernel's own threads have no command line
        for name, pattern in self._groups.items():
            if pattern.search(line):
                return name
        return None

    def _stat(self, pid: str) -> Stat | None:
        text = _text(f"{self._folder}/{pid}/stat")
        return parse_stat(text) if text else None

    def _add(self, gauges: Gauges, group: str, pid: str, s: Stat) -> None:
        gauges["num_procs"][group,] += 1
        gauges["num_threads"][group,] += int(s.threads)
        gauges["states"][group, _STATES.get(s.state, "Other")] += 1
        gauges["memory_bytes"][group, "resident"] += int(s.resident_bytes)
        gauges["memory_bytes"][group, "virtual"] += int(s.virtual_bytes)
        try:
            count = len(os.listdir(f"{self._folder}/{pid}/fd"))  # noqa: PTH208 as in sockets
        except OSError:
            gauges["denied"][()] += 1
        else:
            gauges["open_filedesc"][group,] += count
            share, worst = count / self._limit(pid), gauges["worst_fd_ratio"]
            worst[group,] = max(worst[group,], share)

    def _limit(self, pid: str) -> float:
        """Give how many descriptors a process may have; infinity without a limit."""
        _, _, rest = _text(f"{self._folder}/{pid}/limits").partition("Max open files")
        word = rest.split(None, 1)[0] if rest else ""
        return max(float(word), 1.0) if word.isdigit() else math.inf

    def _counters(
        self, pid: str, stat: Stat, group: str
    ) -> dict[tuple[str, ...], float]:
        found: dict[tuple[str, ...], float] = {
            ("cpu_seconds_total", group, "user"): stat.user_seconds,
            ("cpu_seconds_total", group, "system"): stat.system_seconds,
            ("minor_page_faults_total", group): stat.minor_faults,
            ("major_page_faults_total", group): stat.major_faults,
        }
        storage = _text(f"{self._folder}/{pid}/io")
        for key, name in (("read_bytes", "read"), ("write_bytes", "write")):
            value = _field(storage, key)
            if value is not None:
                found[f"{name}_bytes_total", group] = value
        status = _text(f"{self._folder}/{pid}/status")
        for key, kind in (
            ("voluntary_ctxt_switches", "voluntary"),
            ("nonvoluntary_ctxt_switches", "nonvoluntary"),
        ):
            value = _field(status, key)
            if value is not None:
                found["context_switches_total", group, kind] = value
        return found

    def _bury(self, alive: dict[str, _Known]) -> None:
        """Keep the counters of processes that are gone."""
        for pid, known in self._known.items():
            now = alive.get(pid)
            if now is None or now.started_ticks != known.started_ticks:
                for key, value in known.counters.items():
                    self._past[key] += value
        self._known = alive

    def _families(
        self,
        gauges: Mapping[str, Mapping[tuple[str, ...], float]],
        counters: Mapping[tuple[str, ...], float],
        oldest: Mapping[str, int],
    ) -> Sums:
        sums: Sums = {
            name: {labels: float(v) for labels, v in values.items()}
            for name, values in gauges.items()
            if name != "denied"
        }
        # A group without a process is a true 0, unlike a source that is silent.
        sums["num_procs"] = {
            (group,): sums.get("num_procs", {}).get((group,), 0.0)
            for group in self._groups
        }
        for (name, *labels), value in counters.items():
            sums.setdefault(name, {})[tuple(labels)] = value
        if oldest:
            sums["oldest_start_time_seconds"] = {
                (group,): self._boot + ticks / _TICKS for group, ticks in oldest.items()
            }
        return sums

    @staticmethod
    def _denied(gauges: Mapping[str, Mapping[tuple[str, ...], float]]) -> int:
        return int(sum(gauges.get("denied", {}).values()))


def parse_stat(text: str) -> Stat | None:
    """Read ``/proc/PID/stat``; the name in brackets may hold anything.

    >>> line = "7 (a) b) R 1 7 7 0 -1 0 10 0 2 0 300 100 0 0 20 0 3 0 42 4096 5"
    >>> parse_stat(line).threads
    3.0
    """
    head, _, rest = text.rpartition(")")
    words = rest.split()
    if len(words) < 22:
        return None
    return Stat(
        name=head.partition("(")[2],
        state=words[0],
        minor_faults=float(words[7]),
        major_faults=float(words[9]),
        user_seconds=int(words[11]) / _TICKS,
        system_seconds=int(words[12]) / _TICKS,
        threads=float(words[17]),
        started_ticks=int(words[19]),
        virtual_bytes=float(words[20]),
        resident_bytes=float(words[21]) * _PAGE,
    )


def _pids(folder: str) -> Iterator[str]:
    return (name for name in os.listdir(folder) if name.isdigit())  # noqa: PTH208 names suffice


def _text(path: str) -> str:
    """Read a file of a process; empty when it ended or may not be read."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123 four files of a thousand processes: a Path each would show
            return file.read()
    except OSError:
        return ""


def _field(text: str, key: str) -> float | None:
    """Give the number of a line ``key: number``."""
    start = text.find(f"\n{key}:")
    if start < 0:
        if not text.startswith(f"{key}:"):
            return None
        start = -1
    value = text[start + len(key) + 2 :].split(None, 1)
    return float(value[0]) if value and value[0].isdigit() else None


def _boot_time(folder: Path) -> float:
    try:
        text = (folder / "stat").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"^btime (\d+)", text, re.MULTILINE)
    return float(found[1]) if found else 0.0
