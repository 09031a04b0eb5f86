"""Durations in the notations of Prometheus (``1h30m``) and Go (``1m30s``).

Both read and write seconds as a float. Calendar arithmetic does not belong
here: a day is 24 hours, a week seven days and a year 365, as in Prometheus.
"""

from __future__ import annotations

import re
from decimal import Decimal

_MS_PER_UNIT = {
    "y": 365 * 86_400_000,
    "w": 7 * 86_400_000,
    "d": 86_400_000,
    "h": 3_600_000,
    "m": 60_000,
    "s": 1_000,
    "ms": 1,
}
_PROMETHEUS = re.compile(
    r"(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?\Z"
)
_GO_PART = re.compile(r"(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)")
_GO_UNITS = {
    "ns": Decimal("1e-9"),
    "us": Decimal("1e-6"),
    "µs": Decimal("1e-6"),
    "μs": Decimal("1e-6"),
    "ms": Decimal("1e-3"),
    "s": Decimal(1),
    "m": Decimal(60),
    "h": Decimal(3600),
}
_LONGEST_SECONDS = 2**63 / 1e9


class DurationError(ValueError):
    """The text is no duration in the notation that was asked for."""


def parse_prometheus(text: str) -> float:
    """Read a duration as Prometheus does: units y w d h m s ms, largest first.

    Raises ``DurationError``; also for durations of more than 292 years, which
    Prometheus cannot hold.

    >>> parse_prometheus("1h30m"), parse_prometheus("500ms"), parse_prometheus("0")
    (5400.0, 0.5, 0.0)
    """
    if text == "0":
        return 0.0
    found = _PROMETHEUS.match(text)
    if not text or found is None:
        raise DurationError(
            f"not a duration: {text!r} (write it like 30s, 5m, 1h30m or 500ms)"
        )
    units = zip(found.groups(), _MS_PER_UNIT.values(), strict=True)
    milliseconds = sum(int(digits) * unit for digits, unit in units if digits)
    if milliseconds / 1000 > _LONGEST_SECONDS:
        raise DurationError(f"duration out of range: {text!r}")
    return milliseconds / 1000


def format_prometheus(seconds: float) -> str:
    """Write *seconds*, rounded to milliseconds, as Prometheus does.

    >>> format_prometheus(5400), format_prometheus(0.5), format_prometheus(0)
    ('1h30m', '500ms', '0s')
    """
    rest = round(seconds * 1000)
    if rest < 0:
        raise DurationError(f"Prometheus has no negative durations: {seconds}")
    if rest == 0:
        return "0s"
    parts = []
    for unit, size in _MS_PER_UNIT.items():
        exact = unit in ("y", "w", "d")
        if exact and rest % size:
            continue
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts)


def parse_go(text: str) -> float:
    """Read a duration as Go does: a sign, then fractions with units down to ns.

    Raises ``DurationError``.

    >>> parse_go("1m30s"), parse_go("1.5h"), parse_go("-10ms"), parse_go("0")
    (90.0, 5400.0, -0.01, 0.0)
    """
    body = text[1:] if text[:1] in ("-", "+") else text
    if body == "0":
        return 0.0
    total, position = Decimal(0), 0
    for part in _GO_PART.finditer(body):
        if part.start() != position:
            break
        total += Decimal(part.group(1)) * _GO_UNITS[part.group(2)]
        position = part.end()
    if not body or position != len(body):
        raise DurationError(f"not a duration: {text!r} (write it like 15s or 1m30s)")
    if total > Decimal(_LONGEST_SECONDS):
        raise DurationError(f"duration out of range: {text!r}")
    return float(-total if text.startswith("-") else total)


def format_go(seconds: float) -> str:
    """Write *seconds*, rounded to nanoseconds, as Go prints a duration.

    >>> format_go(90), format_go(0.5), format_go(3600), format_go(0)
    ('1m30s', '500ms', '1h0m0s', '0s')
    """
    nanoseconds = round(Decimal(repr(seconds)) * 10**9)
    sign, rest = ("-", -nanoseconds) if nanoseconds < 0 else ("", nanoseconds)
    if rest == 0:
        return "0s"
    for unit, size in (("ns", 1), ("µs", 10**3), ("ms", 10**6)):
        if rest < size * 1000:
            return f"{sign}{_plain(Decimal(rest) / size)}{unit}"
    minutes, in_minute = divmod(rest, 60 * 10**9)
    hours, minutes = divmod(minutes, 60)
    text = f"{_plain(Decimal(in_minute) / 10**9)}s"
    if hours or minutes:
        text = f"{minutes}m{text}"
    return f"{sign}{hours}h{text}" if hours else f"{sign}{text}"


def _plain(number: Decimal) -> str:
    """Write a decimal without exponent and trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
