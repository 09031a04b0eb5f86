"""Ask a live Prometheus over HTTP.

Built on prometheus-api-client, which is untyped: its ``Any`` ends here. It keeps
the connection; the questions are sent on its session, because its own methods
drop the kind of a result and the warnings, and take answers of any size. What
an answer means is ``decoding``'s business.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import requests
from prometheus_api_client import PrometheusConnect
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from adapter_rules.errors import (
    PrometheusAnswerError,
    PrometheusGarbageError,
    PrometheusUnreachableError,
)
from adapter_rules.prometheus import decoding
from adapter_rules.prometheus.access import OPEN, Access
from adapter_rules.prometheus.base import (
    MAX_QUERIES_AT_ONCE,
    Metadata,
    QueryResult,
    ScrapeTarget,
    SeriesAnswer,
)
from octoscale.core.errors import UsageError
from octoscale.core.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Self

T = TypeVar("T")

LONG_QUERY = 2_000
"""Queries of more characters are posted: proxies refuse long URLs."""

_CHUNK = 1 << 16
_SPOKEN = (200, 400, 422, 503)
"""Statuses with which Prometheus answers in its own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is asked of somebody's Prometheus."""

    timeout_seconds: float = 10.0
    """For connecting, for each wait and for the whole of an answer; also sent
    along as the time that a query may take."""

    answer_bytes: int = 64 * 1024 * 1024
    """A larger answer is cut off and refused."""

    at_once: int = MAX_QUERIES_AT_ONCE


class PrometheusClient:
    """A driver of ``PrometheusPort`` for a live server.

    Nothing is retried, no redirect is followed and no answer is kept.
    """

    def __init__(
        self, url: str, *, limits: Limits = Limits(), access: Access = OPEN
    ) -> None:
        """Prepare to ask the server at *url*; raises ``UsageError`` for no URL."""
        self._limits = limits
        self._access = access
        self._url = _checked(url)
        access.check_url(self._url)
        self._shown = _without_secrets(self._url)
        self._turn = threading.BoundedSemaphore(limits.at_once)
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"octoscale/{VERSION}"
        self._connection: Any = PrometheusConnect(
            url=self._url, session=self._session, timeout=int(limits.timeout_seconds)
        )
        # It mounts an adapter that retries; a question must not be repeated.
        adapter = HTTPAdapter(max_retries=0, pool_maxsize=limits.at_once)
        self._session.mount(self._url, adapter)

    def __enter__(self) -> Self:
        """Give itself; connections are opened on use."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close its connections."""
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self._session.close()

    def query(self, promql: str, now: float | None = None) -> QueryResult:
        """Evaluate an instant query; long ones are posted."""
        parameters = {
            "query": promql,
            "timeout": f"{max(1, int(self._limits.timeout_seconds))}s",
        }
        if now is not None:
            parameters["time"] = _seconds(now)
        return self._ask("/api/v1/query", parameters, decoding.query_result)

    def series(
        self, selector: str, *, limit: int, start: float, end: float | None = None
    ) -> SeriesAnswer:
        """Find series; servers that know no limit send all, and we cut."""
        parameters = {
            "match[]": selector,
            "start": _seconds(start),
            "limit": str(limit + 1),
        }
        if end is not None:
            parameters["end"] = _seconds(end)
        found = self._ask("/api/v1/series", parameters, decoding.series)
        return SeriesAnswer(found[:limit], truncated=len(found) > limit)

    def metadata(self, metric: str | None = None) -> Mapping[str, Metadata]:
        """Give what expositions say about one metric, or about all."""
        parameters = {} if metric is None else {"metric": metric}
        return self._ask("/api/v1/metadata", parameters, decoding.metadata)

    def scrape_targets(self) -> tuple[ScrapeTarget, ...]:
        """List the active scrape targets."""
        parameters = {"state": "active"}
        return self._ask("/api/v1/targets", parameters, decoding.scrape_targets)

    def version(self) -> str:
        """Give the server's version."""
        return self._ask("/api/v1/status/buildinfo", {}, decoding.version)

    def _ask(
        self, path: str, parameters: Mapping[str, str], decode: Callable[[Any], T]
    ) -> T:
        """Send one question, when it is our turn, and decode its answer."""
        with self._turn:
            status, body = self._send(path, parameters)
        document = _parsed(body)
        if status not in _SPOKEN or not isinstance(document, dict):
            raise self._unspoken(path, status, document)
        if document.get("status") != "success":
            said = document.get("error") or f"status {document.get('status')!r}"
            raise PrometheusAnswerError(
                f"Prometheus at {self._shown} answered an error to {path}: {said}",
                status=status,
                kind=str(document.get("errorType", "")),
            )
        try:
            return decode(document.get("data"))
        except decoding.ShapeError as error:
            raise PrometheusGarbageError(
                f"{self._shown} did not answer {path} as Prometheus does: {error}"
            ) from error

    def _send(self, path: str, parameters: Mapping[str, str]) -> tuple[int, bytes]:
        long = sum(map(len, parameters.values())) > LONG_QUERY
        post = long and path in ("/api/v1/query", "/api/v1/series")
        try:
            with self._session.request(
                "POST" if post else "GET",
                self._url + path,
                params=None if post else parameters,
                data=parameters if post else None,
                timeout=self._limits.timeout_seconds,
                allow_redirects=False,
                stream=True,
                **self._ways_in(),
            ) as answer:
                return answer.status_code, self._body(answer, path)
        except (requests.RequestException, HTTPError, OSError) as error:
            raise PrometheusUnreachableError(
                f"cannot reach Prometheus at {self._shown}: {_reason(error)}",
                hint="check the URL, and that Prometheus runs and may be reached",
            ) from error

    def _ways_in(self) -> dict[str, Any]:
        """Give what lets us in; by request, because the environment goes first."""
        access = self._access
        given = access.has_secret or access.headers
        return {
            "auth": access if given else None,
            "verify": access.verify,
            "cert": access.certificate,
        }

    def _body(self, answer: requests.Response, path: str) -> bytes:
        """Read an answer, but no more than the limit."""
        body = bytearray()
        end = time.monotonic() + self._limits.timeout_seconds
        for chunk in answer.iter_content(_CHUNK):
            body += chunk
            if len(body) > self._limits.answer_bytes:
                size = self._limits.answer_bytes // (1024 * 1024)
                raise PrometheusAnswerError(
                    f"the answer of {self._shown} to {path} is larger than {size} MiB",
                    status=422,
                    hint="ask for fewer series",
                )
            if time.monotonic() > end:
                raise requests.Timeout(answer.url)
        return bytes(body)

    def _unspoken(self, path: str, status: int, document: Any) -> Exception:
        """Judge an answer that is not in Prometheus' own words."""
        if status == requests.codes.ok or (status in _SPOKEN and document is None):
            return PrometheusGarbageError(
                f"{self._shown} did not answer {path} in Prometheus' JSON",
                hint="is this Prometheus' base URL?",
            )
        said = document.get("error") if isinstance(document, dict) else None
        return PrometheusAnswerError(
            f"Prometheus at {self._shown} answered {path} with status {status}: "
            f"{said or _phrase(status)}",
            status=status,
        )


def _checked(url: str) -> str:
    """Refuse what is no http URL; drop the slash at its end, as the adapter does."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            f"not a Prometheus URL: {_without_secrets(url)!r}",
            hint="write it like http://127.0.0.1:9090",
        )
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))


def _without_secrets(url: str) -> str:
    """Leave out user and password."""
    parts = urlsplit(url)
    netloc = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, netloc, parts.path, "", ""))


def _seconds(moment: float) -> str:
    """Write a time as the adapter does: at most three decimals, none trailing."""
    return f"{moment:.3f}".rstrip("0").rstrip(".")


def _phrase(status: int) -> str:
    """Name a status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "unknown status"


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):  # nested too deeply, too
        return None


def _reason(error: Exception) -> str:
    """Say in few words why there was no answer."""
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if isinstance(error, requests.exceptions.SSLError):
        return f"TLS failed: {_innermost(error)}"
    return _innermost(error)


def _innermost(error: BaseException) -> str:
    """Give the text of the cause at the bottom, which says it best."""
    inner = error.args[0] if error.args else None
    for candidate in (getattr(inner, "reason", None), inner, error.__context__):
        if isinstance(candidate, BaseException) and candidate is not error:
            return _innermost(candidate)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error)
