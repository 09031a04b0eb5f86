"""What a scraper is answered, whichever server it asked: thread, ASGI or WSGI.

Reading the collectors is ``exporters.collection``, the formats ``encoding``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from exporters.collection import Collection, deadline_of
from exporters.encoding import encoder_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from prometheus_client import CollectorRegistry

TIMEOUT_HEADER = "X-Prometheus-Scrape-Timeout-Seconds"
"""Tells how long the scraper waits."""


class Exposed(NamedTuple):
    """One answer."""

    status: int
    """200, or 500 where a collector raised: its words are not for strangers."""

    content_type: str
    body: bytes


def exposer(registry: CollectorRegistry) -> Callable[..., Exposed]:
    """Make the function that answers all scrapes of *registry*: ``expose`` of it.

    >>> from prometheus_client import CollectorRegistry
    >>> exposer(CollectorRegistry())(accept="", timeout=None).status
    200
    """
    return partial(expose, Collection(registry))


def expose(collection: Collection, *, accept: str, timeout: str | None) -> Exposed:
    """Read and encode, by the scraper's ``Accept`` and ``TIMEOUT_HEADER``.

    Nothing is raised: a foreign collector may raise anything, and a service must
    not suffer from it while Prometheus must learn of it.
    """
    encode, content_type = encoder_for(accept)
    try:
        body = encode(collection.collect(deadline_of(timeout)))
    except Exception as error:  # noqa: BLE001 as the docstring says
        text = f"A collector failed: {type(error).__name__}\n"
        return Exposed(500, "text/plain; charset=utf-8", text.encode())
    return Exposed(200, content_type, body)
