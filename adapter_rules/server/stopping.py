"""A server that was told to stop answers on for a while.

Endpoints take a moment to follow a pod's end: whoever still asks this replica is
answered, while it says that it is no longer ready. Everything else of starting
and serving is ``running``'s business.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from types import FrameType

    from adapter_rules.server.state import Serving

LOG = logging.getLogger("adapter_rules.server")


class DelayedServer(uvicorn.Server):
    """Delays its end; a second word to stop ends it at once."""

    def __init__(
        self, config: uvicorn.Config, *, seconds: float, serving: Serving
    ) -> None:
        """Go on for *seconds*; *serving* is told that it ends."""
        super().__init__(config)
        self._seconds = seconds
        self._serving = serving
        self._until: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin the delay, or end it."""
        if self._until is None and self._seconds:
            self._serving.stopping = True
            self._until = time.monotonic() + self._seconds
            LOG.info("told to stop: answering for %s s more", self._seconds)
            return
        super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Stop once the delay is over; called ten times a second."""
        over = self._until is not None and time.monotonic() >= self._until
        return await super().on_tick(counter) or over
