"""The async port to Prometheus, and its driver: for the metrics server only.

On aiohttp: measured against a server that answers at once, one instant query
costs it a tenth of the processor time that httpx takes. Nothing is retried, no
redirect is followed, and a token goes over https to the configured host only.
What an answer means is ``decoding``'s business.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar
from urllib.parse import urlsplit, urlunsplit

import aiohttp

from adapter_rules.errors import (
    PrometheusAnswerError,
    PrometheusGarbageError,
    PrometheusUnreachableError,
)
from adapter_rules.prometheus import decoding
from octoscale.core.errors import FileAccessError, UsageError
from octoscale.core.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from urllib.parse import SplitResult

    from adapter_rules.prometheus.base import QueryResult
    from adapter_rules.series import Series

T = TypeVar("T")

LONG_QUERY = 2_000
"""Queries of more characters are posted: proxies refuse long URLs."""

TOKEN_SECONDS = 30.0
"""A token file is read again after this time: service account tokens rotate."""

_SPOKEN = (400, 422, 503)
"""Statuses beside success with which Prometheus answers in its own words."""

_CHUNK = 1 << 16
_LARGE = 50_000
"""Answers of more bytes are decoded beside the event loop."""


class NullResultError(PrometheusGarbageError):
    """The result is ``null``, which upstream reads as an empty vector, or not."""


class AsyncPrometheus(Protocol):
    """What the metrics server asks; raises ``PrometheusError``."""

    async def query(self, promql: str, now: float) -> QueryResult:
        """Evaluate an instant query at *now*."""
        ...

    async def series(self, selector: str, *, start: float) -> tuple[Series, ...]:
        """Find the series that had samples from *start* on."""
        ...

    async def close(self) -> None:
        """Let go of all connections."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """How Prometheus is reached: the adapter's ``--prometheus-*`` flags."""

    url: str
    verb: Literal["GET", "POST"] = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    """Sent with every question; a repeated name is sent repeatedly."""

    ca_file: str = ""
    """Whom to trust; empty trusts the system's authorities."""

    ca_pem: str = ""
    """The same as text; wins over the file."""

    certificate_file: str = ""
    certificate_pem: str = ""
    key_file: str = ""
    key_pem: str = ""
    token_file: str = ""
    """A bearer token; read again as it changes."""

    token: str = ""
    """A bearer token that never changes; a file wins over it."""

    user: str = ""
    """For basic authentication, with ``password``; the URL's wins over it."""

    password: str = ""
    timeout_seconds: float = 10.0
    answer_bytes: int = 64 * 1024 * 1024
    """A larger answer is cut off and refused."""

    at_once: int = 24
    """Connections kept open."""


class HttpPrometheus:
    """A driver of ``AsyncPrometheus`` for a live server."""

    def __init__(self, connection: Connection) -> None:
        """Check *connection*; nothing is sent yet.

        Raises ``UsageError``, and ``FileAccessError`` for an unreadable file.
        """
        self._connection = connection
        parts = checked(connection)
        host = parts.netloc.rpartition("@")[2]
        self._url = urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
        self._auth = _basic(parts, connection)
        self._tls = tls_context(connection) if parts.scheme == "https" else None
        self._session: aiohttp.ClientSession | None = None
        self._token = connection.token
        self._token_until = 0.0
        if connection.token_file:
            self._token = read_token(connection.token_file)

    async def query(self, promql: str, now: float) -> QueryResult:
        """Evaluate an instant query; a long one is posted."""
        seconds = max(1, int(self._connection.timeout_seconds))
        parameters = {
            "query": promql,
            "time": time_text(now),
            "timeout": f"{seconds}s",
        }
        return await self._ask("/api/v1/query", parameters, query_result)

    async def series(self, selector: str, *, start: float) -> tuple[Series, ...]:
        """Find series, as the adapter asks: no end, no limit."""
        parameters = {"match[]": selector, "start": time_text(start)}
        return await self._ask("/api/v1/series", parameters, decoding.series)

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _ask(
        self, path: str, parameters: dict[str, str], decode: Callable[[Any], T]
    ) -> T:
        status, body = await self._send(path, parameters)
        if len(body) > _LARGE:
            return await asyncio.to_thread(read_answer, path, status, body, decode)
        return read_answer(path, status, body, decode)

    async def _send(self, path: str, parameters: dict[str, str]) -> tuple[int, bytes]:
        post = self._connection.verb == "POST" or (
            sum(map(len, parameters.values())) > LONG_QUERY
        )
        try:
            async with self._opened().request(
                "POST" if post else "GET",
                self._url + path,
                params=None if post else parameters,
                data=parameters if post else None,
                headers=self._identity(),
                allow_redirects=False,
            ) as answer:
                return answer.status, await self._body(answer, path)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            reason = "no answer in time" if isinstance(error, TimeoutError) else error
            raise PrometheusUnreachableError(
                f"cannot reach Prometheus: {reason}",
                hint="check the URL, and that Prometheus runs and may be reached",
            ) from error

    async def _body(self, answer: aiohttp.ClientResponse, path: str) -> bytes:
        body = bytearray()
        async for chunk in answer.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > self._connection.answer_bytes:
                size = self._connection.answer_bytes // (1024 * 1024)
                raise PrometheusAnswerError(
                    f"the answer to {path} is larger than {size} MiB",
                    status=422,
                    hint="ask for fewer series",
                )
        return bytes(body)

    def _opened(self) -> aiohttp.ClientSession:
        """Give the session, made in the running loop on first use."""
        if self._session is None:
            known = self._connection
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=known.at_once,
                    ssl=self._tls if self._tls is not None else True,
                ),
                timeout=aiohttp.ClientTimeout(total=known.timeout_seconds),
                headers=[("User-Agent", f"octoscale/{VERSION}"), *known.headers],
                auth=self._auth,
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )
        return self._session

    def _identity(self) -> dict[str, str]:
        if not self._connection.token_file:
            return {"Authorization": f"Bearer {self._token}"} if self._token else {}
        now = asyncio.get_running_loop().time()
        if now >= self._token_until:
            self._token_until = now + TOKEN_SECONDS
            try:
                self._token = read_token(self._connection.token_file)
            except FileAccessError as error:
                if not self._token:
                    raise PrometheusUnreachableError(str(error)) from error
        return {"Authorization": f"Bearer {self._token}"}


def read_answer(path: str, status: int, body: bytes, decode: Callable[[Any], T]) -> T:
    """Judge an answer to *path* and decode its data; raises ``PrometheusError``."""
    document = _parsed(body)
    spoken = status // 100 == 2 or status in _SPOKEN
    if not spoken or (status == 503 and document is None):
        raise PrometheusAnswerError(
            f"Prometheus answered {path} with status {status}", status=status
        )
    if not isinstance(document, dict):
        raise PrometheusGarbageError(
            f"{path} was not answered in Prometheus' JSON",
            hint="is this Prometheus' base URL?",
        )
    if document.get("status") != "success":
        said = document.get("error") or f"status {document.get('status')!r}"
        raise PrometheusAnswerError(
            f"Prometheus answered an error to {path}: {said}",
            status=status,
            kind=str(document.get("errorType", "")),
        )
    try:
        return decode(document.get("data"))
    except decoding.ShapeError as error:
        raise PrometheusGarbageError(
            f"{path} was not answered as Prometheus does: {error}"
        ) from error


def time_text(moment: float) -> str:
    """Write a time as the adapter does: at most three decimals, none trailing.

    >>> time_text(1795329945.32), time_text(5.0)
    ('1795329945.32', '5')
    """
    return f"{moment:.3f}".rstrip("0").rstrip(".")


def checked(connection: Connection, *, what: str = "Prometheus") -> SplitResult:
    """Split the URL; refuse secrets over http.

    *what* is named in the ``UsageError``.
    """
    parts = urlsplit(connection.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            f"the {what} URL is no http or https URL",
            hint="write it like https://prometheus.monitoring.svc:9090",
        )
    secrets = (connection.token_file, connection.token, connection.password)
    if parts.scheme == "http" and (any(secrets) or parts.password):
        raise UsageError(
            f"a token or password for {what} would be sent over http",
            hint="use an https URL",
        )
    return parts


def _basic(parts: SplitResult, connection: Connection) -> aiohttp.BasicAuth | None:
    if parts.username is not None:
        return aiohttp.BasicAuth(parts.username, parts.password or "")
    if connection.user:
        return aiohttp.BasicAuth(connection.user, connection.password)
    return None


def tls_context(connection: Connection) -> ssl.SSLContext:
    """Trust whom *connection* says; raises ``FileAccessError``."""
    try:
        context = ssl.create_default_context(
            cafile=None if connection.ca_pem else connection.ca_file or None,
            cadata=connection.ca_pem or None,
        )
        if connection.certificate_pem or connection.certificate_file:
            _load_own(context, connection)
    except (OSError, ssl.SSLError) as error:
        raise FileAccessError(f"a certificate cannot be read: {error}") from error
    return context


def _load_own(context: ssl.SSLContext, connection: Connection) -> None:
    """Load our own certificate; ``ssl`` reads it from files only."""
    with tempfile.TemporaryDirectory() as folder:  # nobody else may enter it

        def file(stem: str, pem: str, name: str) -> str:
            if not pem:
                return name
            path = Path(folder) / stem
            path.write_text(pem, encoding="ascii")
            return str(path)

        known = connection
        certificate = file("tls.crt", known.certificate_pem, known.certificate_file)
        key = file("tls.key", known.key_pem, known.key_file)
        context.load_cert_chain(certificate, key or None)


def read_token(name: str) -> str:
    """Read a token file; raises ``FileAccessError``."""
    try:
        return Path(name).read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise FileAccessError(f"cannot read the token file {name}: {reason}") from error


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):  # nested too deeply, too
        return None


def query_result(data: Any) -> QueryResult:
    """Read the ``data`` of an instant query; ``null`` is ``NullResultError``."""
    if isinstance(data, dict) and data.get("result", ...) is None:
        raise NullResultError("the result of the query is null")
    return decoding.query_result(data)
