"""What is served now: the one mutable place that requests read.

Swapped by the background work in ``upkeep``; never changed in place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapter_rules.server.catalogue import Catalogue


@dataclass(slots=True)
class Serving:
    """The current catalogue and whether it is worth asking."""

    catalogue: Catalogue
    ready: bool = False
    """Whether a discovery was answered; until then nothing is known, which is not
    the same as nothing to list."""

    stopping: bool = False
    """Whether the server was told to stop: it answers, and wants no new callers."""
