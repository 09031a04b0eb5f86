"""One request to a server and its answer, over HTTP or HTTPS, bodies streamed.

Proxies are those of the environment, certificates those that the system trusts
(``SSL_CERT_FILE`` names others). What requests mean is ``registry``.
"""

from __future__ import annotations

import http.client
import json
import urllib.parse
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from bench.images.errors import RegistryError

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMEOUT_SECONDS = 120.0
"""Without a byte either way: a registry reads a big blob again before it answers."""

_LARGEST_ANSWER = 4_000_000
_BLOCK = 1 << 18

Body = bytes | IO[bytes] | Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    """By their names in lower case."""

    content: bytes = field(repr=False)

    @property
    def reason(self) -> str:
        """What the server says is wrong, in a line."""
        try:
            found = json.loads(self.content)["errors"][0]
            return f"{found['code']}: {found['message']}"
        except (ValueError, LookupError, TypeError):
            return http.client.responses.get(self.status, "no reason")

    def document(self) -> dict[str, Any]:
        """Read a JSON object; ``RegistryError`` when it is none."""
        try:
            found = json.loads(self.content)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise RegistryError("the server's answer is no JSON object")
        return found


def exchange(
    method: str, url: str, *, headers: Mapping[str, str], body: Body | None = None
) -> Answer:
    """Send one request.

    A streamed *body* needs its length among *headers*. Raises ``OSError`` and
    ``http.client.HTTPException`` when there is no answer, as they come.
    """
    parts = urllib.parse.urlsplit(url)
    connection = _connect(parts)
    try:
        path = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
        sent = {"User-Agent": "octoscale", "Accept": "*/*", **headers}
        connection.request(method, path, body=body, headers=sent)
        response = connection.getresponse()
        content = b"" if method == "HEAD" else response.read(_LARGEST_ANSWER)
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, content)
    finally:
        connection.close()


def _connect(parts: urllib.parse.SplitResult) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    kind = http.client.HTTPSConnection
    if parts.scheme == "http":
        return http.client.HTTPConnection(
            host, parts.port, timeout=TIMEOUT_SECONDS, blocksize=_BLOCK
        )
    proxy = urllib.request.getproxies().get(parts.scheme)
    if proxy is None or urllib.request.proxy_bypass(host):
        return kind(host, parts.port, timeout=TIMEOUT_SECONDS, blocksize=_BLOCK)
    through = urllib.parse.urlsplit(proxy if "//" in proxy else f"//{proxy}")
    connection = kind(
        through.hostname or "",
        through.port,
        timeout=TIMEOUT_SECONDS,
        blocksize=_BLOCK,
    )
    connection.set_tunnel(host, parts.port)
    return connection
