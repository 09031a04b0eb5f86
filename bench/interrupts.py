"""Ctrl-C and SIGTERM: held off by default, let through where nothing gets lost.

Whoever lets them through sees ``KeyboardInterrupt`` for either signal and
decides what then is still done. Exit codes are the command line's.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)
"""What a terminal sends for Ctrl-C, and what a supervisor sends to end us."""

Allow: TypeAlias = Callable[[], AbstractContextManager[None]]
"""Opens a block in which ``KeyboardInterrupt`` may come."""


class Interrupts:
    """Signals that came and wait until they are let through."""

    def __init__(self) -> None:
        """Start with signals held off and none waiting."""
        self._open = False
        self._waiting = False

    @contextmanager
    def allowed(self) -> Iterator[None]:
        """Let signals through in this block; one that waited comes at once.

        Raises ``KeyboardInterrupt``, once: what comes after it waits again.
        """
        self._open = True
        try:
            self.deliver()
            yield
            self.deliver()  # one that a library swallowed
        except KeyboardInterrupt:
            self._waiting = False
            raise
        finally:
            self._open = False

    def receive(self, number: int, frame: FrameType | None) -> None:
        """Take a signal, as a handler."""
        del number, frame
        self._waiting = True
        if self._open:
            self._open = False
            raise KeyboardInterrupt

    def deliver(self) -> None:
        """Raise ``KeyboardInterrupt`` when a signal waits."""
        if self._waiting:
            raise KeyboardInterrupt


@contextmanager
def held_off() -> Iterator[Interrupts]:
    """Hold Ctrl-C and SIGTERM off for a block, but for what it lets through.

    One that still waits at the end of the block is delivered then. A signal that
    was ignored before stays ignored. Outside of the main thread, where Python
    allows no handlers, nothing is changed.
    """
    interrupts = Interrupts()
    mine = threading.current_thread() is threading.main_thread()
    left = (signal.SIG_IGN, None)  # None: a handler that Python cannot put back
    caught = [s for s in SIGNALS if mine and signal.getsignal(s) not in left]
    before = {s: signal.signal(s, interrupts.receive) for s in caught}
    try:
        yield interrupts
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    interrupts.deliver()
