"""What all collectors of a page have in common: fetching it, and saying overload.

A server whose workers are all busy serves no status page. What is known without
it is exposed even then: the accept queue of its port, when the kernel of this
machine has it. What a page means is each collector's own.
"""

from __future__ import annotations

import time
from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING

from exporters.accept_queue import accept_queue
from exporters.errors import Reason, SourceError
from exporters.families import Reading
from exporters.fetching import (
    DEFAULT_LIMIT_BYTES,
    Source,
    basic_authorization,
    fetch,
)
from exporters.source_collector import SourceCollector
from octoscale.core.descriptor import MetricDescriptor
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exporters.base_units import Units

DEFAULT_TIMEOUT_SECONDS = 5.0
"""Half of Prometheus' default scrape time-out of 10 s: the scrape still answers."""

REASONS = (
    Reason.CONNECTION,
    Reason.REFUSED,
    Reason.TIMEOUT,
    Reason.STATUS,
    Reason.CREDENTIALS,
    Reason.REDIRECT,
    Reason.TOO_LARGE,
    Reason.TRUNCATED,
    Reason.CONTENT,
)
"""Every way in which fetching and reading a page fails."""


class PageCollector(SourceCollector):
    """A collector over one page, or over several below one URI.

    The page is asked as it is: no redirect is followed and no proxy used. All
    that one scrape asks must be answered within *timeout_seconds*, and each
    answer within *limit_bytes*.
    """

    def __init__(  # noqa: PLR0913 - one keyword for each thing that a page can need
        self,
        uri: str,
        descriptors: Sequence[MetricDescriptor],
        *,
        prefix: str,
        own_prefix: str | None = None,
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        limit_bytes: int = DEFAULT_LIMIT_BYTES,
        headers: Mapping[str, str] | None = None,
        credentials: tuple[str, str] | None = None,
        units: Units | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Check the arguments; ``UsageError`` says what is wrong with them.

        *credentials* are a user and a password for basic authentication.
        """
        checked_timeout(timeout_seconds)
        self.uri = uri
        self.source = Source.parse(uri)
        self.timeout_seconds = timeout_seconds
        self.limit_bytes = limit_bytes
        authorization = basic_authorization(*credentials) if credentials else {}
        self.headers = {**(headers or {}), **authorization}
        self._queue = queue_descriptor(own_prefix or f"{prefix}_exporter")
        super().__init__(
            (*descriptors, self._queue),
            prefix=prefix,
            own_prefix=own_prefix or f"{prefix}_exporter",
            reasons=REASONS,
            units=units,
            clock=clock,
        )

    def __str__(self) -> str:
        """Say what is watched, for people."""
        return f"the page {self.uri}"

    @abstractmethod
    def read_page(self, now: float) -> Reading:
        """Fetch and read; raise ``SourceError`` when nothing can be said."""

    def read(self, now: float) -> Reading:
        """Read the page, and the accept queue whether or not that succeeds."""
        queue = accept_queue(self.source.host, self.source.port)
        known = {} if queue is None else {self._queue.series_name: float(queue)}
        try:
            reading = self.read_page(now)
        except SourceError as error:
            return Reading(values=known, failure=error)
        return Reading(
            values={**reading.values, **known},
            unreadable=reading.unreadable,
            missing=reading.missing,
            failure=reading.failure,
        )

    def body(self, now: float, path: str = "") -> bytes:
        """Fetch the page, or *path* below it, within what is left of the time.

        *now* is when this reading began.
        """
        left = self.timeout_seconds - (self._clock() - now)
        if left <= 0:
            text = f"no complete answer within {self.timeout_seconds:g} s"
            raise SourceError(Reason.TIMEOUT, text)
        source = self.source
        if path:
            base = source.request_target.rstrip("/")
            source = replace(source, request_target=base + path)
        return fetch(
            source,
            timeout_seconds=left,
            limit_bytes=self.limit_bytes,
            headers=self.headers,
        )


def checked_timeout(seconds: float) -> float:
    """Give *seconds* back if a source can be waited for so long."""
    if not 0 < seconds <= 3600:
        raise UsageError(f"a time-out of {seconds:g} s is not between 0 s and 1 h")
    return seconds


def queue_descriptor(own_prefix: str) -> MetricDescriptor:
    """Declare the accept queue of the source's port."""
    name = f"{own_prefix}_accept_queue"
    return MetricDescriptor(
        series_name=name,
        kind="gauge",
        help="Connections that wait until the source accepts them; only of a source "
        "on the loopback. It is there while the source says nothing.",
        api_name=name,
    )
