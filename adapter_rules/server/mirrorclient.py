"""Asks the other metrics server the same questions, over HTTP.

The port is ``mirroring``'s; nothing is compared here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aiohttp
from yarl import URL

from adapter_rules.prometheus.http import Connection, checked, read_token, tls_context
from octoscale.core.errors import FileAccessError

if TYPE_CHECKING:
    import ssl

MAX_BYTES = 16 * 1024 * 1024
"""A larger answer is none."""


class MirrorClient:
    """The other server."""

    def __init__(
        self, url: str, *, ca_file: str, token_file: str, timeout_seconds: float
    ) -> None:
        """Check the settings; raises ``UsageError`` and ``FileAccessError``."""
        settings = Connection(url=url, ca_file=ca_file, token_file=token_file)
        parts = checked(settings, what="mirror")
        self._base = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
        self._tls: ssl.SSLContext | bool = True
        if parts.scheme == "https":
            self._tls = tls_context(settings)
        self._token_file = token_file
        self._timeout_seconds = timeout_seconds
        self._session: aiohttp.ClientSession | None = None

    async def ask(self, target: str) -> tuple[int, Any]:
        """Give status and JSON; raises ``OSError`` for anything else."""
        try:
            async with self._opened().get(
                URL(self._base + target, encoded=True),
                headers=self._headers(),
                allow_redirects=False,
            ) as answer:
                body = await answer.content.read(MAX_BYTES)
                return answer.status, json.loads(body)
        except (aiohttp.ClientError, FileAccessError, ValueError) as error:
            raise OSError(str(error)) from error

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _headers(self) -> dict[str, str]:
        headers = {"Accept": "application/json"}
        if self._token_file:
            headers["Authorization"] = f"Bearer {read_token(self._token_file)}"
        return headers

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(ssl=self._tls),
                timeout=aiohttp.ClientTimeout(total=self._timeout_seconds),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )
        return self._session
