"""Who is at the other end of a TLS connection, told to the application.

uvicorn does not pass the client certificate on. This protocol puts the common
name of a certificate *that TLS has verified* into the scope of each request, on
the server's side only: no header can set it. It also bounds what a request may
say before its body. What the name is worth is ``auth``'s business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping

SCOPE_KEY = "octoscale.peer"
"""Where the common name is in an ASGI scope; absent without a certificate."""

MAX_HEAD_BYTES = 65_536
"""Request line and headers; the parser itself would take any number."""


class PeerProtocol(HttpToolsProtocol):
    """uvicorn's own protocol, with the client certificate's name."""

    peer: str = ""
    _head_bytes: int = 0
    _in_head: bool = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn narrows it, too
        """Read the certificate once; it cannot change within a connection."""
        super().connection_made(transport)
        self.peer = common_name(transport.get_extra_info("peercert"))

    def data_received(self, data: bytes) -> None:
        """Pass bytes on, unless a request's head grows too long."""
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEAD_BYTES:
                self.send_400_response("The head of the request is too long.")
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """Begin a request's scope with the name in it."""
        super().on_message_begin()
        if self.peer:
            scope: Any = self.scope
            scope[SCOPE_KEY] = self.peer

    def on_headers_complete(self) -> None:
        """Stop counting: what follows is a body, which nobody reads."""
        self._in_head, self._head_bytes = False, 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Count again: what follows is the next request's head."""
        self._in_head, self._head_bytes = True, 0
        super().on_message_complete()


def common_name(certificate: Mapping[str, Any] | None) -> str:
    """Read the common name of a verified certificate, as ``ssl`` gives it.

    Unverified ones have no fields there; several names are none.

    >>> common_name({"subject": ((("commonName", "front-proxy-client"),),)})
    'front-proxy-client'
    """
    names = [
        value
        for part in (certificate or {}).get("subject", ())
        for key, value in part
        if key == "commonName"
    ]
    return str(names[0]) if len(names) == 1 else ""


def peer_name(scope: Mapping[str, Any]) -> str:
    """Give the verified common name of a request's connection, or nothing."""
    return str(scope.get(SCOPE_KEY, ""))
