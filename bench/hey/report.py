"""What one run of hey says, as values: its text's figures, none of them ours.

``Requests/sec`` is hey's: it counts requests that failed. What was served in a
second is ``goodput``. Reading the text is ``bench.hey.text``'s business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

PERCENTS = (10, 25, 50, 75, 90, 95, 99)
"""The percentiles that hey prints."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """One line of the histogram."""

    mark_seconds: float
    """The bucket's upper end; the first one holds the fastest response alone."""

    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One line of the details: a part of all responses' times, in seconds.

    The line of ``DNS+dialup`` shows a connection's average beside the fastest and
    slowest of whole responses: hey 0.1.4 prints it so.
    """

    average: float | None
    """``None`` when there was no response: hey prints ``NaN``."""

    fastest: float
    slowest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HeyReport:
    """One report, figure by figure. Seconds have the four digits that hey prints."""

    total_seconds: float
    """From the first request to the last answer."""

    slowest_seconds: float
    """Of the requests that were answered; 0 when none was."""

    fastest_seconds: float
    average_seconds: float | None
    """Of the requests that were answered; ``None`` when none was."""

    requests_per_second: float
    """hey's own: every request counts, failed ones too."""

    total_bytes: int | None
    """Of all bodies, by their Content-Length; ``None`` when hey prints none."""

    bytes_per_request: int | None
    histogram: tuple[Bucket, ...]
    latencies: dict[int, float]
    """Percent to seconds. One that hey could not tell has no key: it prints
    ``0% in 0.0000 secs`` then."""

    details: dict[str, Detail]
    """By hey's names, ``DNS+dialup`` to ``resp read``."""

    statuses: dict[int, int]
    """Responses by status code; 404 and 500 are responses, too."""

    errors: dict[str, int]
    """Requests that got no response, by hey's text. Texts that hold a port fall
    apart into many."""

    @property
    def responses(self) -> int:
        """How many requests were answered, whatever the answer was."""
        return sum(self.statuses.values())

    @property
    def failures(self) -> int:
        """How many requests got no answer."""
        return sum(self.errors.values())

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return self.responses + self.failures

    @property
    def seconds(self) -> float:
        """How long it took, as exactly as the text tells."""
        if self._rate_is_finer:
            return self.requests / self.requests_per_second
        return self.total_seconds

    @property
    def _rate_is_finer(self) -> bool:
        """Whether the rate tells the time more closely than ``Total`` does.

        Both have four digits behind the point; the larger one has more in all.
        """
        if not self.requests or self.requests_per_second <= self.total_seconds:
            return False
        exact = self.requests / self.requests_per_second
        return abs(exact - self.total_seconds) <= _TOTAL_ROUNDING

    def served(self, success: Collection[int]) -> int:
        """Count the responses whose status is one of *success*."""
        return sum(count for code, count in self.statuses.items() if code in success)

    def goodput(self, success: Collection[int]) -> float:
        """Give the responses in a second whose status is one of *success*."""
        served = self.served(success)
        if self._rate_is_finer:
            return self.requests_per_second * (served / self.requests)
        return served / self.total_seconds if self.total_seconds > 0 else 0.0


_TOTAL_ROUNDING = 0.000051
"""Half of the last digit of ``Total``, and a little for the rate's own."""
