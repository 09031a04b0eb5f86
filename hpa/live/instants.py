"""The API's points in time as seconds since 1970, which is the algorithm's clock."""

from __future__ import annotations

from datetime import datetime


def seconds(text: str | None) -> float | None:
    """Read a time of RFC 3339; ``None`` for none, or for what is no time.

    >>> seconds("1970-01-01T00:01:00Z"), seconds("1970-01-01T01:00:00.5+01:00")
    (60.0, 0.5)
    >>> seconds(None) is None
    True
    """
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        return None
