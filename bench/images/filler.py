"""Files of nothing in particular, as many bytes in all as an image lacks.

Sizes are spread as in a real image, many small and few large (log-normal), and so
is how well they compress: one part is noise, as in archives and binaries, the rest
words, as in sources and tables. The same seed gives the same bytes.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.images.entries import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

NOISE_SHARE = 0.2
"""Share of the bytes that no compressor makes smaller: with it a gzipped layer has
0.45 of its size on disk, as the real base layers have."""

MEDIAN_BYTES = 12_000
"""Of a file's size."""

SPREAD = 1.6
"""Standard deviation of the logarithm of a file's size."""

LARGEST_BYTES = 32_000_000

FILES_A_FOLDER = 200

_CHUNK = 1 << 16
_VOCABULARY = 256
_PAIRS = 4_000
_PAIR_BYTES = 12


@dataclass(frozen=True, slots=True)
class _Words:
    """Turns random bytes into words: two bytes into two words."""

    table: tuple[bytes, ...]

    @classmethod
    def seeded(cls, seed: str) -> _Words:
        """Make words of 2 to 10 letters up, and all pairs of them."""
        source = random.Random(seed)  # noqa: S311 - filler, no secret
        letters = b"etaoinshrdlucmfwygpbvk"
        words = [
            bytes(source.choices(letters, k=source.randint(2, 10))) + b" "
            for _ in range(_VOCABULARY)
        ]
        return cls(tuple(first + second for first in words for second in words))

    def chunk(self, source: random.Random, wanted: int) -> bytes:
        """Give text, about as much as is *wanted* and at most about one chunk."""
        pairs = min(_PAIRS, wanted // _PAIR_BYTES + 1)
        picked = memoryview(source.randbytes(2 * pairs)).cast("H")
        return b"".join(map(self.table.__getitem__, picked))


def filler(seed: str, total: int, folder: str) -> Iterator[Entry]:
    """Give files below *folder*, in the order of their names, *total* bytes in all.

    >>> sum(entry.size for entry in filler("a", 100_000, "opt")) == 100_000
    True
    """
    words = _Words.seeded(seed)
    source = random.Random(f"{seed} sizes")  # noqa: S311 - filler, no secret
    left, number = total, 0
    while left:
        size = min(left, _size(source))
        left -= size
        name = f"{folder}/{number // FILES_A_FOLDER:04}/{number:06}"
        noisy = source.random() < NOISE_SHARE
        yield _file(name, size, words=None if noisy else words)
        number += 1


def _size(source: random.Random) -> int:
    drawn = MEDIAN_BYTES * 2.718281828 ** source.gauss(0.0, SPREAD)
    return max(1, min(LARGEST_BYTES, int(drawn)))


def _file(name: str, size: int, *, words: _Words | None) -> Entry:
    def content() -> Iterator[bytes]:
        source = random.Random(name)  # noqa: S311 - filler, no secret
        left = size
        while left:
            noise = b"" if words else source.randbytes(min(left, _CHUNK))
            piece = (words.chunk(source, left) if words else noise)[:left]
            left -= len(piece)
            yield piece

    return Entry(name=name, size=size, open=content)
