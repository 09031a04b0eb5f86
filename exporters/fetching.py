"""One HTTP GET with a deadline and a bound, for collectors that read a page.

Only what the operator named is asked: no redirect is followed, no proxy of the
environment is used, and no credentials are sent but those given for this source.
What the answer means is the collector's business.
"""

from __future__ import annotations

import base64
import http.client
import io
import socket
import ssl
import time
from contextlib import closing
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from exporters.errors import Reason, SourceError
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from _typeshed import WriteableBuffer

DEFAULT_LIMIT_BYTES = 4 * 1024 * 1024
"""Apache's scoreboard has a letter for each slot: at its compiled-in limits of
20,000 processes with 64 threads, 1.3 MB."""

_CHUNK_BYTES = 64 * 1024

_HEADERS = {"Accept": "text/plain, */*;q=0.1", "Connection": "close"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where to ask: the checked parts of a URI."""

    secure: bool
    """Whether the URI says https."""

    host: str
    port: int
    request_target: str
    """Path and query, as they go on the request line."""

    address: str = ""
    """The IP address to connect to, where it was resolved and checked before;
    the name still is what the server and its certificate are asked for."""

    @classmethod
    def parse(cls, uri: str) -> Source:
        """Take *uri* apart; ``UsageError`` says what is wrong with it.

        >>> Source.parse("http://localhost/server-status?auto").request_target
        '/server-status?auto'
        """
        try:
            parts = urlsplit(uri)
            port = parts.port
        except ValueError as error:
            raise UsageError(f"not a URI: {uri!r} ({error})") from error
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise UsageError(
                f"not a URI that can be read: {uri!r}",
                hint="it starts with http:// or https:// and names a host",
            )
        if parts.username is not None or parts.password is not None:
            raise UsageError(
                "the URI holds a user or a password, and would be shown",
                hint="let the server trust this address instead",
            )
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if not (target.isascii() and target.isprintable()) or " " in target:
            raise UsageError(f"characters in {uri!r} must be percent-encoded")
        secure = parts.scheme == "https"
        default = 443 if secure else 80
        return cls(secure, parts.hostname, port or default, target)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said, whatever its status."""

    status: int
    body: bytes
    """Empty when it was not asked for."""

    certificate: Mapping[str, Any] | None = None
    """The server's certificate, as ``ssl`` gives it; ``None`` without TLS."""


def basic_authorization(user: str, password: str) -> dict[str, str]:
    """Give the header that says who asks.

    >>> basic_authorization("reader", "secret")
    {'Authorization': 'Basic cmVhZGVyOnNlY3JldA=='}
    """
    pair = f"{user}:{password}".encode()
    return {"Authorization": "Basic " + base64.b64encode(pair).decode()}


def fetch(
    source: Source,
    *,
    timeout_seconds: float,
    limit_bytes: int = DEFAULT_LIMIT_BYTES,
    headers: Mapping[str, str] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> bytes:
    """Give the body of a 200 answer, whole, or raise ``SourceError``.

    *timeout_seconds* covers everything from connecting to the last byte, however
    the server spreads its bytes; only the look-up of a host name is the system's.
    """
    return _exchange(
        source,
        _Deadline(clock() + timeout_seconds, clock),
        lambda response: _body(response, limit_bytes),
        headers or {},
        timeout_seconds,
    ).body


def ask(
    source: Source,
    *,
    timeout_seconds: float,
    headers: Mapping[str, str] | None = None,
    context: ssl.SSLContext | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Answer:
    """Give the status of an answer, whichever it is, without its body.

    For probes: a 503 is an answer. *context* says which certificates are fine.
    """
    return _exchange(
        source,
        _Deadline(clock() + timeout_seconds, clock),
        lambda _: b"",
        headers or {},
        timeout_seconds,
        context=context,
    )


def _exchange(
    source: Source,
    remaining: _Deadline,
    read: Callable[[http.client.HTTPResponse], bytes],
    headers: Mapping[str, str],
    timeout_seconds: float,
    *,
    context: ssl.SSLContext | None = None,
) -> Answer:
    try:
        with closing(_open(source, remaining, context)) as connection:
            certificate = _certificate(connection)
            sent = {**_HEADERS, **headers}
            connection.request("GET", source.request_target, headers=sent)
            with connection.getresponse() as response:
                return Answer(response.status, read(response), certificate)
    except TimeoutError as error:
        text = f"no complete answer within {timeout_seconds:g} s"
        raise SourceError(Reason.TIMEOUT, text) from error
    except http.client.IncompleteRead as error:
        raise _truncated() from error
    except ConnectionRefusedError as error:
        raise SourceError(Reason.REFUSED, str(error)) from error
    except OSError as error:  # RemoteDisconnected is one, too
        raise SourceError(Reason.CONNECTION, str(error)) from error
    except (http.client.HTTPException, ValueError) as error:
        text = f"not an HTTP answer: {type(error).__name__}"
        raise SourceError(Reason.CONTENT, text) from error


def _certificate(
    connection: http.client.HTTPConnection,
) -> Mapping[str, Any] | None:
    if isinstance(connection.sock, ssl.SSLSocket):
        return connection.sock.getpeercert()
    return None


def _body(response: http.client.HTTPResponse, limit_bytes: int) -> bytes:
    """Read the answer to its end, if it is one that we want."""
    if 300 <= response.status < 400:
        text = f"the server redirects (HTTP {response.status}); not followed"
        raise SourceError(Reason.REDIRECT, text)
    if response.status == 401:
        text = "the server wants other credentials (HTTP 401)"
        raise SourceError(Reason.CREDENTIALS, text)
    if response.status != 200:
        raise SourceError(Reason.STATUS, f"the server answers HTTP {response.status}")
    parts = []
    size = 0
    while part := response.read(_CHUNK_BYTES):
        parts.append(part)
        size += len(part)
        if size > limit_bytes:
            text = f"the answer is larger than {limit_bytes} bytes"
            raise SourceError(Reason.TOO_LARGE, text)
    if response.length:  # announced by Content-Length and not sent
        raise _truncated()
    return b"".join(parts)


def _truncated() -> SourceError:
    return SourceError(Reason.TRUNCATED, "the answer ends before its announced end")


class _Deadline:
    """How much time is left; ``TimeoutError`` when none is."""

    def __init__(self, at: float, clock: Callable[[], float]) -> None:
        self._at = at
        self._clock = clock

    def seconds(self) -> float:
        left = self._at - self._clock()
        if left <= 0:
            raise TimeoutError("the deadline has passed")
        return left


class _TimedReader(io.RawIOBase):
    """Reads a socket under a deadline, where a socket's time-out is per read.

    A server that sends one byte a second would otherwise never time out.
    """

    def __init__(
        self, connected: socket.socket, file: IO[bytes], remaining: _Deadline
    ) -> None:
        self._socket = connected
        # The connection may drop its socket before the body is read; an open
        # file over it is what keeps the socket open until then.
        self._file = file
        self._remaining = remaining

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        self._socket.settimeout(self._remaining.seconds())
        return self._socket.recv_into(buffer)

    def close(self) -> None:
        super().close()
        self._file.close()


def _open(
    source: Source, remaining: _Deadline, context: ssl.SSLContext | None
) -> http.client.HTTPConnection:
    """Connect; every later step knows the deadline, too."""

    class Response(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
            super().__init__(sock, *args, **options)
            self.fp = io.BufferedReader(_TimedReader(sock, self.fp, remaining))

    connection = http.client.HTTPConnection(source.host, source.port)
    connection.response_class = Response
    connection.sock = _connected(source, remaining)
    if source.secure:
        context = context or ssl.create_default_context()
        connection.sock = context.wrap_socket(
            connection.sock, server_hostname=source.host
        )
    return connection


def _connected(source: Source, remaining: _Deadline) -> socket.socket:
    """Try the host's addresses in turn, all under the one deadline."""
    failure: OSError = OSError(f"{source.host} has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(
        source.address or source.host, source.port, type=socket.SOCK_STREAM
    ):
        connecting = socket.socket(family, kind, protocol)
        try:
            connecting.settimeout(remaining.seconds())
            connecting.connect(address)
        except OSError as error:
            connecting.close()
            failure = error
        else:
            return connecting
    raise failure
