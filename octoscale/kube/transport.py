"""HTTP to one API server, through the official client's connection pool.

The official client reads the kubeconfig, runs credential plugins, refreshes
tokens and sets up TLS; its generated models are not used, because they drop
the API versions that clusters still serve. The one module where its ``Any``
ends; what is sent belongs to ``client``.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from octoscale.kube.errors import UnreachableError, from_status

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from urllib3.response import BaseHTTPResponse

JSON = "application/json"
"""What is sent unless a patch says otherwise."""

TIMEOUT_SECONDS = 10.0
"""For connecting, and for each wait for bytes."""

GRACE_SECONDS = 10.0
"""A stream that the server should have ended by then is taken for dead."""

_FIRST_BAD = 300
_CHUNK_BYTES = 65536
_ESCAPED = re.compile("[\x7f-\uffff]")


class Transport:
    """Sends requests and gives back JSON; every failure is a ``KubeError``."""

    def __init__(self, api_client: Any, *, timeout_seconds: float) -> None:
        """Send through *api_client*, a ``kubernetes.client.ApiClient``.

        *timeout_seconds* is for connecting and for each wait for bytes.
        """
        self._api_client = api_client
        self._timeout_seconds = timeout_seconds

    @property
    def server(self) -> str:
        """The server's address: ``https://…``."""
        return str(self._api_client.configuration.host).rstrip("/")

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Any = None,
        content_type: str = JSON,
    ) -> Any:
        """Send one request and give back the JSON of the answer."""
        headers = {"Content-Type": content_type} if body is not None else {}
        with self._translated():
            answer = self._request(
                method,
                self._url(path, query),
                headers=headers,
                body=None if body is None else _body(body),
                read_seconds=self._timeout_seconds,
            )
            raw = answer.data
        return self._document(answer.status, raw)

    def text(self, path: str) -> str:
        """Read a path that answers in plain text; what is no UTF-8 is replaced."""
        with self._translated():
            answer = self._request(
                "GET",
                self._url(path, None),
                headers={"Accept": "text/plain, */*;q=0.5"},
                body=None,
                read_seconds=self._timeout_seconds,
            )
            raw = answer.data
        if answer.status >= _FIRST_BAD:
            self._document(answer.status, raw)
        return bytes(raw).decode("utf-8", "replace")

    def lines(
        self, path: str, *, query: Mapping[str, str], seconds: float
    ) -> Generator[bytes]:
        """Give the lines of an answer that the server ends after *seconds*."""
        with self._translated():
            answer = self._request(
                "GET",
                self._url(path, query),
                headers={},
                body=None,
                read_seconds=seconds + GRACE_SECONDS,
            )
            try:
                if answer.status >= _FIRST_BAD:
                    self._document(answer.status, answer.data)
                yield from _split(answer)
            finally:
                answer.close()
                answer.release_conn()

    def close(self) -> None:
        """Close all connections."""
        self._api_client.rest_client.pool_manager.clear()

    def _request(
        self,
        method: str,
        url: str,
        *,
        headers: dict[str, str],
        body: bytes | None,
        read_seconds: float,
    ) -> BaseHTTPResponse:
        from urllib3 import Timeout  # noqa: PLC0415 - an extra

        answer: BaseHTTPResponse = self._api_client.rest_client.pool_manager.request(
            method,
            url,
            body=body,
            headers={"Accept": JSON, **self._identity(), **headers},
            timeout=Timeout(connect=self._timeout_seconds, read=read_seconds),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        return answer

    def _identity(self) -> dict[str, str]:
        """Give the headers that say who asks; a stale token is refreshed here."""
        headers = {str(k): str(v) for k, v in self._api_client.default_headers.items()}
        for setting in self._api_client.configuration.auth_settings().values():
            if setting["in"] == "header" and setting["value"]:
                headers[setting["key"]] = setting["value"]
        return headers

    def _url(self, path: str, query: Mapping[str, str] | None) -> str:
        given = {key: value for key, value in (query or {}).items() if value}
        return f"{self.server}{path}" + (f"?{urlencode(given)}" if given else "")

    def _document(self, status: int, raw: bytes) -> Any:
        try:
            document = json.loads(raw) if raw else {}
        except ValueError:
            document = None
        if status < _FIRST_BAD and document is not None:
            return document
        known = document if isinstance(document, dict) else {}
        text = raw[:200].decode("utf-8", "replace").strip()
        raise from_status(status, known, fallback=f"{self.server}: {status} {text}")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn the pool's exceptions into ours."""
        from urllib3.exceptions import HTTPError  # noqa: PLC0415 - an extra

        try:
            yield
        except (HTTPError, OSError) as error:
            raise UnreachableError(
                f"no answer from {self.server}: {error}",
                hint="is the server running, and the kubeconfig's address right?",
            ) from error


def _body(value: Any) -> bytes:
    r"""Write JSON that the server's YAML reader understands as well.

    It takes applied objects for YAML, which has no escapes for halves of a
    character: those beyond the first 65,536 go out as they are.

    >>> print(_body("a\x7f\u00e9\U0001f600").decode())
    "a\u007f\u00e9😀"
    """
    text = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def _split(answer: BaseHTTPResponse) -> Iterator[bytes]:
    """Cut a stream into lines as they arrive."""
    rest = b""
    while chunk := answer.read1(_CHUNK_BYTES):
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line for line in whole if line)
    if rest:
        yield rest
