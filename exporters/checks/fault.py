"""What a check of an exposition finds: a place, what is wrong, and what to do."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """One thing that is wrong; its check's row says which code it has."""

    line: int
    """In the exposition, in the later one of two."""

    message: str
    hint: str
