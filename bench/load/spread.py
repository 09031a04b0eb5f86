"""How evenly requests spread over the pods, from a counter that each pod exposes.

The counter is read before and after a run; what it rose by is what the pod got.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol, TypeAlias

from prometheus_client.parser import text_string_to_metric_families

from bench.observation import NotObserved

if TYPE_CHECKING:
    from collections.abc import Sequence

MAXIMUM_PAGE_BYTES = 16_000_000
_TIMEOUT_SECONDS = 5.0


class Pages(Protocol):
    """Who fetches an exporter's page; raises ``OSError`` when it cannot."""

    def __call__(self, url: str, /) -> str:
        """Give the page's text."""


def fetch(url: str) -> str:
    """Fetch an exporter's page, without following it elsewhere.

    Raises ``OSError``.
    """
    import http.client  # noqa: PLC0415 - only where there are exporters
    from urllib.parse import urlsplit  # noqa: PLC0415 - as above

    parts = urlsplit(url)
    kind = (
        http.client.HTTPSConnection
        if parts.scheme == "https"
        else http.client.HTTPConnection
    )
    connection = kind(parts.netloc, timeout=_TIMEOUT_SECONDS)
    try:
        connection.request("GET", parts.path or "/metrics")
        answer = connection.getresponse()
        text = answer.read(MAXIMUM_PAGE_BYTES).decode("utf-8", errors="replace")
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()
    if answer.status != http.client.OK:
        raise OSError(f"it answers {answer.status}")
    return text


Counted: TypeAlias = tuple[float | None, ...] | NotObserved
"""Every pod's counter; ``None`` for a pod that does not expose it (yet): a counter
with labels is not there before the first request."""


def counted(urls: Sequence[str], series: str, *, pages: Pages = fetch) -> Counted:
    """Read the counter of every pod: the sum of all samples of *series* on its page."""
    values = []
    for url in urls:
        try:
            values.append(_sum(pages(url), series))
        except (OSError, ValueError) as error:
            return NotObserved(f"{url}: {error}")
    return tuple(values)


def rises(before: Counted, after: Counted) -> tuple[float, ...] | NotObserved:
    """Give what each pod's counter rose by.

    >>> rises((1.0, 5.0, None), (4.0, 5.0, 2.0))
    (3.0, 0.0, 2.0)
    >>> rises((4.0,), (1.0,))
    NotObserved(reason='a counter fell: a pod was restarted')
    >>> rises((None,), (None,))
    NotObserved(reason='no pod exposes the counter')
    """
    if isinstance(before, NotObserved):
        return before
    if isinstance(after, NotObserved):
        return after
    if all(value is None for value in after):
        return NotObserved("no pod exposes the counter")
    risen = tuple((b or 0.0) - (a or 0.0) for a, b in zip(before, after, strict=True))
    if any(rise < 0 for rise in risen):
        return NotObserved("a counter fell: a pod was restarted")
    return risen


def imbalance(pods: Sequence[float]) -> float | None:
    """Give the imbalance index: the busiest pod's share over an even share.

    1 is perfectly even; the number of pods means that one got everything. ``None``
    when no pod got anything.

    >>> imbalance([50, 50]), imbalance([90, 10]), imbalance([30, 0, 0]), imbalance([0])
    (1.0, 1.8, 3.0, None)
    """
    total = math.fsum(pods)
    return max(pods) * len(pods) / total if total > 0 else None


def _sum(text: str, series: str) -> float | None:
    found = [
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == series
    ]
    return math.fsum(found) if found else None
