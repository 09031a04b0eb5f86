"""The text of Apache's ``server-status?auto``, read strictly.

Pure: text in, values out. It knows the lines of mod_status in Apache 2.2 and 2.4
with every MPM, and what a text cut short looks like; fetching it and naming the
series is the Apache collector's business.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from exporters.apache_balancer import read_members
from exporters.errors import Reason, SourceError
from exporters.families import Reading, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Read = Callable[[Mapping[str, str]], Value | None]

# As C's printf writes a number, without "nan", "inf" and Python's underscores.
_NUMBER = re.compile(r"(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\Z", re.ASCII)
_VERSION = re.compile(r"Apache/(\d+)\.(\d+)(?:\.(\d+))?", re.ASCII)

SCOREBOARD = {
    "_": "idle",
    "S": "startup",
    "R": "read",
    "W": "reply",
    "K": "keepalive",
    "D": "dns",
    "C": "closing",
    "L": "logging",
    "G": "graceful_stop",
    "I": "idle_cleanup",
    ".": "open_slot",
}
"""The scoreboard's letters, as mod_status' page explains them, by the names that
apache_exporter gives them."""


def fields(text: str) -> dict[str, str]:
    r"""Take the lines ``Key: value`` of a status text apart.

    Apache 2.4 begins with a bare host name and some modules add lines without a
    colon; they hold no value. Of a key that comes twice the first counts: what
    modules append comes after Apache's own. A text without its scoreboard, or
    that ends within a line, was cut off, and its last number may be a part of one.

    >>> fields("host\nBusyWorkers: 2\nScoreboard: _W\n")
    {'BusyWorkers': '2', 'Scoreboard': '_W'}
    """
    if text.lstrip()[:1] == "<":
        raise SourceError(
            Reason.CONTENT, "HTML instead of text: the URI must end in ?auto"
        )
    found: dict[str, str] = {}
    for line in text.split("\n"):
        key, colon, value = line.partition(":")
        if colon:
            found.setdefault(key.strip(), value.strip())
    if "Scoreboard" not in found and not found.keys() & _KNOWN_KEYS:
        raise SourceError(Reason.CONTENT, "not the text of mod_status")
    if "Scoreboard" not in found or not text.endswith("\n"):
        raise SourceError(Reason.TRUNCATED, "the status text ends before its end")
    return found


def read_status(text: str, prefix: str = "apache") -> Reading:
    """Read all values that the text holds; ``SourceError`` when it is none.

    What Apache does not say (``CPULoad`` before the first CPU tick, ``ConnsTotal``
    of a prefork server) is absent. What should be a number and is none is absent,
    too, and counted.
    """
    found = fields(text)
    values: dict[str, Value] = {}
    unreadable = 0
    for name, read in _FAMILIES.items():
        try:
            value = read(found)
        except ValueError:
            unreadable += 1
            continue
        if value is not None:
            values[f"{prefix}_{name}"] = value
    try:
        for name, value in read_members(found):
            if value is not None:
                values[f"{prefix}_{name}"] = value
    except ValueError:
        unreadable += 1
    return Reading(values=values, unreadable=unreadable)


def _number(text: str) -> float:
    """Read a number that cannot be negative.

    >>> _number(".42")
    0.42
    """
    if not _NUMBER.match(text):
        raise ValueError(f"not a number: {text!r}")
    return float(text)


def _plain(key: str) -> Read:
    """Make a reader of the one number under *key*."""

    def read(found: Mapping[str, str]) -> Value | None:
        return _number(found[key]) if key in found else None

    return read


def _labelled(keys: Mapping[str, str], factor: float = 1.0) -> Read:
    """Make a reader of one number for each label value that Apache names."""

    def read(found: Mapping[str, str]) -> Value | None:
        return {
            (label,): _number(found[key]) * factor
            for label, key in keys.items()
            if key in found
        } or None

    return read


def _scoreboard(found: Mapping[str, str]) -> Value:
    """Count the slots in each state."""
    letters = Counter(found["Scoreboard"])
    if not letters.keys() <= SCOREBOARD.keys():
        raise ValueError("a letter that no scoreboard has")
    return {(state,): letters[letter] for letter, state in SCOREBOARD.items()}


def _info(found: Mapping[str, str]) -> Value | None:
    if "ServerVersion" not in found:
        return None
    return {(found["ServerVersion"], found.get("ServerMPM", "")): 1.0}


def _version(found: Mapping[str, str]) -> Value | None:
    """Write the version as a number: 2.4.71 is 2.04071, as apache_exporter has it."""
    if "ServerVersion" not in found:
        return None
    parts = _VERSION.search(found["ServerVersion"])
    if parts is None:  # ServerTokens hides it: Apache does not say
        return None
    major, minor, patch = (int(part or 0) for part in parts.groups())
    return round(major + minor / 100 + patch / 100_000, 5)


_FAMILIES: dict[str, Read] = {
    "accesses_total": _plain("Total Accesses"),
    "sent_kilobytes_total": _plain("Total kBytes"),
    "duration_ms_total": _plain("Total Duration"),
    "cpu_time_ms_total": _labelled({"user": "CPUUser", "system": "CPUSystem"}, 1000.0),
    "cpuload": _plain("CPULoad"),
    "uptime_seconds_total": _plain("Uptime"),
    "workers": _labelled({"busy": "BusyWorkers", "idle": "IdleWorkers"}),
    "processes": _labelled({"all": "Processes", "stopping": "Stopping"}),
    "connections": _labelled(
        {
            "total": "ConnsTotal",
            "writing": "ConnsAsyncWriting",
            "keepalive": "ConnsAsyncKeepAlive",
            "closing": "ConnsAsyncClosing",
        }
    ),
    "scoreboard": _scoreboard,
    "load": _labelled({"1min": "Load1", "5min": "Load5", "15min": "Load15"}),
    "generation": _labelled(
        {
            "config": "ParentServerConfigGeneration",
            "mpm": "ParentServerMPMGeneration",
        }
    ),
    "info": _info,
    "version": _version,
}
"""How each family is read; the names are apache_exporter's, without prefix."""

_KNOWN_KEYS = frozenset({"Total Accesses", "BusyWorkers", "ServerVersion", "Uptime"})
