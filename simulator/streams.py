"""Chance, dealt out so that one component's draws never move another's.

Every component asks for a stream by name. Streams depend on the seed and the
name alone: not on the order of asking, and not on Python's hash seed.
"""

from __future__ import annotations

import random


class Streams:
    """The independent random streams of one run.

    >>> Streams(7).stream("scrape", "web-1").random() == Streams(7).stream(
    ...     "scrape", "web-1"
    ... ).random()
    True
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def stream(self, *names: str) -> random.Random:
        """Give the stream called *names*, at its beginning."""
        # Seeding from a string hashes it with SHA-512: the same everywhere.
        text = "\x00".join((str(self._seed), *names))
        return random.Random(text)  # noqa: S311 - a model's chance, no secret

    def spread(self, ratio: float, *names: str) -> float:
        """Draw a factor, uniform within *ratio* below and above 1.

        >>> 0.9 <= Streams(7).spread(0.1, "start", "web-1") <= 1.1
        True
        """
        return self.stream(*names).uniform(1 - ratio, 1 + ratio)
