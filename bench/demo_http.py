"""HTTP/1.1 requests out of bytes, strictly and within bounds.

Pure: bytes go in, requests come out, and a request that is none is a
``BadRequestError`` with the status to answer. Sockets, answers and what a path means
belong to the demo service.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAXIMUM_HEAD_BYTES = 16 * 1024
"""Request line and headers together; common servers allow 8 to 32 KB."""

MAXIMUM_BODY_BYTES = 10 * 1024 * 1024
"""A body is discarded, never kept: this bounds the time it may take."""

_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_REQUEST_LINE = re.compile(rb"(%s) ([!-~]+) HTTP/(\d)\.(\d)" % _TOKEN)
_HEADER = re.compile(rb"(%s):[ \t]*([ -~\t\x80-\xff]*)" % _TOKEN)


class BadRequestError(Exception):
    """Bytes that are no request which this service answers."""

    def __init__(self, status: int, reason: str) -> None:
        """Keep the *status* to answer with and the *reason* to say."""
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Request:
    """One request, its body read and forgotten."""

    method: str
    target: str
    """As on the request line: path and query, or a whole URI."""

    headers: tuple[tuple[str, str], ...]
    """In their order, names as they came."""

    keep_alive: bool
    """Whether the client will send another one on this connection."""

    body_bytes: int


class RequestParser:
    r"""Turns the bytes of one connection into requests.

    Pipelined requests come out together; a part of one waits for the rest.

    >>> parser = RequestParser()
    >>> parser.feed(b"GET / HTTP/1.1\r\nHo")
    []
    >>> [request.target for request in parser.feed(b"st: demo\r\n\r\n")]
    ['/']
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._pending: Request | None = None
        self._body_left = 0
        self._broken = False
        self._continue = False

    def feed(self, data: bytes) -> list[Request | BadRequestError]:
        """Take *data* and give the requests that are complete with it.

        A ``BadRequestError`` can only be the last of them: where one request is
        none, nobody knows where the next begins, and what follows is ignored.
        """
        if self._broken:
            return []
        self._buffer += data
        requests: list[Request | BadRequestError] = []
        try:
            while (request := self._next()) is not None:
                requests.append(request)
        except BadRequestError as error:
            self._broken = True
            self._buffer.clear()
            requests.append(error)
        return requests

    def take_continue(self) -> bool:
        """Whether the client waits for leave to send a body; asked once each."""
        asked, self._continue = self._continue, False
        return asked

    def _next(self) -> Request | None:
        if self._pending is None:
            self._pending = self._read_head()
        if self._pending is None:
            return None
        discarded = min(self._body_left, len(self._buffer))
        del self._buffer[:discarded]
        self._body_left -= discarded
        if self._body_left:
            return None
        self._continue = False
        request, self._pending = self._pending, None
        return request

    def _read_head(self) -> Request | None:
        """Take a head off the buffer once it is whole."""
        while self._buffer.startswith(b"\r\n"):  # some clients end a body with one
            del self._buffer[:2]
        end = self._buffer.find(b"\r\n\r\n", 0, MAXIMUM_HEAD_BYTES)
        if end < 0:
            if len(self._buffer) >= MAXIMUM_HEAD_BYTES:
                raise BadRequestError(431, "the headers are too large")
            return None
        lines = bytes(self._buffer[:end]).split(b"\r\n")
        del self._buffer[: end + 4]
        request = _request(lines)
        self._body_left = request.body_bytes
        self._continue = bool(_values(request.headers, "expect")) and not self._buffer
        return request


def _request(lines: list[bytes]) -> Request:
    """Read the lines of one head."""
    found = _REQUEST_LINE.fullmatch(lines[0])
    if found is None:
        raise BadRequestError(400, "not a request line")
    method, target, major, minor = found.groups()
    if (major, minor) not in {(b"1", b"0"), (b"1", b"1")}:
        raise BadRequestError(505, "HTTP/1.0 and HTTP/1.1 only")
    headers = tuple(_header(line) for line in lines[1:])
    newer = minor == b"1"
    if newer and len(_values(headers, "host")) != 1:
        raise BadRequestError(400, "exactly one Host header is needed")
    if _values(headers, "transfer-encoding"):
        raise BadRequestError(501, "a body needs a Content-Length here")
    if any(value.lower() != "100-continue" for value in _values(headers, "expect")):
        raise BadRequestError(417, "an expectation that cannot be met")
    return Request(
        method.decode("ascii"),
        target.decode("ascii"),
        headers,
        _keep_alive(headers, newer=newer),
        _body_bytes(headers),
    )


def _header(line: bytes) -> tuple[str, str]:
    """Read one header line; a folded one is refused like any other nonsense."""
    found = _HEADER.fullmatch(line)
    if found is None:
        raise BadRequestError(400, "not a header line")
    name, value = found.groups()
    return name.decode("ascii"), value.rstrip(b" \t").decode("latin-1")


def _values(headers: tuple[tuple[str, str], ...], name: str) -> list[str]:
    return [value for key, value in headers if key.lower() == name]


def _keep_alive(headers: tuple[tuple[str, str], ...], *, newer: bool) -> bool:
    """Apply the default of the version unless the client says otherwise."""
    words = ",".join(_values(headers, "connection")).lower().split(",")
    options = {word.strip() for word in words}
    return "close" not in options if newer else "keep-alive" in options


def _body_bytes(headers: tuple[tuple[str, str], ...]) -> int:
    """Give the length of the body; two different ones are an attack."""
    lengths = set(_values(headers, "content-length"))
    if not lengths:
        return 0
    text = lengths.pop()
    if lengths or not text.isascii() or not text.isdigit() or len(text) > 18:
        raise BadRequestError(400, "not a Content-Length")
    if int(text) > MAXIMUM_BODY_BYTES:
        raise BadRequestError(413, "the body is too large")
    return int(text)
