"""The HTTP probe: whether an address answers, how, how fast, and for how long yet.

It takes the place of CMS' ``http_exporter``, which exposes nothing for a healthy
JSON object, and 0 for an address that does not answer. Here every status is an
answer, ``up`` says whether there was one, and without one there is no status. A
redirect is an answer and is not followed. Of a trusted certificate the end of its
life is exposed; one that is not trusted is no answer.
"""

from __future__ import annotations

import ssl
import time
from typing import TYPE_CHECKING, Any

from exporters.errors import Reason, SourceError
from exporters.families import Reading
from exporters.fetching import Answer, ask
from exporters.naming import checked_prefix
from exporters.page_collector import DEFAULT_TIMEOUT_SECONDS, PageCollector
from octoscale.core.descriptor import MetricDescriptor

if TYPE_CHECKING:
    from collections.abc import Callable


class HttpCollector(PageCollector):
    """Probes one address with a GET on every scrape; the body is not read.

    *context* says which certificates are trusted; the system's when left out.

    >>> str(HttpCollector("http://127.0.0.1:8888/"))
    'the address http://127.0.0.1:8888/'
    """

    def __init__(
        self,
        uri: str = "http://127.0.0.1:80/",
        *,
        prefix: str = "http_probe",
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        credentials: tuple[str, str] | None = None,
        context: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Check the arguments; ``UsageError`` says what is wrong with them."""
        self._prefix = prefix
        self._context = context
        super().__init__(
            uri,
            descriptors(prefix),
            prefix=prefix,
            timeout_seconds=timeout_seconds,
            credentials=credentials,
            clock=clock,
        )

    def __str__(self) -> str:
        """Say what is watched, for people."""
        return f"the address {self.uri}"

    def read_page(self, now: float) -> Reading:
        """Ask once; a certificate that is not trusted is no answer."""
        try:
            answer = ask(
                self.source,
                timeout_seconds=self.timeout_seconds,
                headers=self.headers,
                context=self._context,
            )
        except SourceError as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                text = f"not trusted: {error.__cause__.verify_message}"
                raise SourceError(Reason.CONTENT, text) from error
            raise
        seconds = self._clock() - now
        return Reading(values=self._values(answer, seconds))

    def _values(self, answer: Answer, seconds: float) -> dict[str, float]:
        values = {
            "status": float(answer.status),
            "success": float(200 <= answer.status < 400),
            "duration_seconds": seconds,
        }
        expires = certificate_end(answer.certificate)
        if expires is not None:
            values["certificate_expiry_timestamp_seconds"] = expires
        return {f"{self._prefix}_{name}": value for name, value in values.items()}


def certificate_end(certificate: Any) -> float | None:
    """Give the end of a certificate's life, in seconds since the epoch.

    >>> certificate_end({"notAfter": "Jan  1 00:00:00 2030 GMT"})
    1893456000.0
    """
    if not certificate or "notAfter" not in certificate:
        return None
    return float(ssl.cert_time_to_seconds(certificate["notAfter"]))


def descriptors(prefix: str = "http_probe") -> tuple[MetricDescriptor, ...]:
    """Declare what the probe exposes of an address.

    >>> descriptors()[0].series_name
    'http_probe_status'
    """
    checked_prefix(prefix)
    return tuple(
        MetricDescriptor(
            series_name=f"{prefix}_{name}",
            kind="gauge",
            help=text,
            api_name=f"{prefix}_{name}",
            unit=unit,
            aggregation="max" if name == "duration_seconds" else "min",
        )
        for name, text, unit in (
            ("status", "HTTP status of the answer; absent without one.", ""),
            ("success", "Whether the status is below 400: 1 or 0.", ""),
            ("duration_seconds", "Time until the answer began.", "seconds"),
            (
                "certificate_expiry_timestamp_seconds",
                "When the server's certificate ends, since the epoch.",
                "seconds",
            ),
        )
    )
