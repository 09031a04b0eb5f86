"""Redis' protocol, as much of it as asking for a number needs.

A client of 80 lines in place of a dependency: the exporter sends five commands,
and here every byte is under one deadline and a bound, which a general client does
not promise. What is asked is the Redis collector's business.
"""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

from exporters.errors import Reason, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

MAXIMUM_BYTES = 64 * 1024
"""Of one answer: ``INFO`` has about 6 KB."""

_DENIED = ("NOAUTH", "WRONGPASS", "NOPERM")


class Connection:
    """A connection to one Redis; every answer before one deadline."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        timeout_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Connect, or raise ``SourceError``."""
        self._end = clock() + timeout_seconds
        self._clock = clock
        self._buffer = b""
        try:
            self._socket = socket.create_connection((host, port), timeout_seconds)
        except OSError as error:
            raise failure(error) from error

    def __enter__(self) -> Self:
        """Give the connection itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it, whatever happened."""
        self._socket.close()

    def ask(self, *words: str) -> int | str | None:
        """Send a command and give its answer: a number, a text or nothing."""
        try:
            self._socket.settimeout(self._left())
            self._socket.sendall(encode(words))
            return self._answer()
        except OSError as error:
            raise failure(error) from error

    def _answer(self) -> int | str | None:
        line = self._line()
        kind, rest = line[:1], line[1:]
        if kind == b"+":
            return rest.decode("utf-8", errors="replace")
        if kind == b"-":
            raise _refusal(rest.decode("utf-8", errors="replace"))
        if kind not in {b":", b"$"} or not rest.removeprefix(b"-").isdigit():
            raise SourceError(Reason.CONTENT, "not an answer of Redis")
        number = int(rest[:20])
        if kind == b":":
            return number
        return None if number < 0 else self._bytes(number).decode(errors="replace")

    def _line(self) -> bytes:
        while b"\r\n" not in self._buffer:
            if len(self._buffer) > MAXIMUM_BYTES:
                raise SourceError(Reason.CONTENT, "not an answer of Redis")
            self._receive()
        line, _, self._buffer = self._buffer.partition(b"\r\n")
        return line

    def _bytes(self, size: int) -> bytes:
        if size > MAXIMUM_BYTES:
            raise SourceError(Reason.TOO_LARGE, f"an answer of {size} bytes")
        while len(self._buffer) < size + 2:
            self._receive()
        text, self._buffer = self._buffer[:size], self._buffer[size + 2 :]
        return text

    def _receive(self) -> None:
        self._socket.settimeout(self._left())
        part = self._socket.recv(65536)
        if not part:
            cut = Reason.TRUNCATED if self._buffer else Reason.CONNECTION
            raise SourceError(cut, "Redis closed the connection")
        self._buffer += part

    def _left(self) -> float:
        left = self._end - self._clock()
        if left <= 0:
            raise TimeoutError("the deadline has passed")
        return left


def encode(words: tuple[str, ...]) -> bytes:
    r"""Write a command as an array of strings: no word can become another command.

    >>> encode(("LLEN", "jobs"))
    b'*2\r\n$4\r\nLLEN\r\n$4\r\njobs\r\n'
    """
    parts = [b"*%d\r\n" % len(words)]
    for word in words:
        data = word.encode()
        parts.append(b"$%d\r\n%b\r\n" % (len(data), data))
    return b"".join(parts)


def failure(error: OSError) -> SourceError:
    """Say in our words why a connection failed."""
    if isinstance(error, TimeoutError):
        return SourceError(Reason.TIMEOUT, "no answer before the deadline")
    if isinstance(error, ConnectionRefusedError):
        return SourceError(Reason.REFUSED, str(error))
    return SourceError(Reason.CONNECTION, str(error))


def _refusal(text: str) -> SourceError:
    denied = text.startswith(_DENIED) or "AUTH" in text
    reason = Reason.CREDENTIALS if denied else Reason.STATUS
    return SourceError(reason, f"Redis refuses: {text.split(' ', maxsplit=1)[0]}")
