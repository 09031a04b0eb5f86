"""A registry's side of pushing: blobs and manifests, by OCI's distribution spec.

Logging in (a token, or a password) and trying again are here; which blobs are
pushed, and in which order, is ``push``.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import time
import urllib.parse
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.images import credentials
from bench.images.errors import RegistryError
from bench.images.exchange import Answer, Body, exchange

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.images.references import Reference

_PAUSES_SECONDS = (0.5, 2.0)
"""Before a request is sent again, when its connection broke or the server failed."""

_HOPELESS = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
"""Waiting a little changes nothing."""

_CHALLENGE = re.compile(r'(\w+)="([^"]*)"')
_UNAUTHORIZED = 401
_SERVER_FAILS = 500

Length = int
Opened = tuple["Callable[[], Body]", Length]
"""How to open a body, once for each try, and how long it is."""


@dataclass(slots=True)
class Registry:
    """One repository of a registry."""

    reference: Reference
    plain_http: bool = False
    """Whether it is asked without TLS; it then is never told a password, unless it
    is on this machine."""

    pause: Callable[[float], object] = time.sleep
    """How to wait before a request is sent again."""

    _authorization: str = field(default="", repr=False)

    @property
    def base(self) -> str:
        """The repository's URL."""
        return f"{self._root}/v2/{self.reference.name}"

    def has_blob(self, digest: str) -> bool:
        """Ask whether the registry has a blob already."""
        answer = self._send("HEAD", f"{self.base}/blobs/{digest}")
        if answer.status not in {200, 404}:
            raise self._refused("look for a blob", answer)
        return answer.status == 200

    def put_blob(self, digest: str, opened: Opened) -> None:
        """Upload a blob in one piece."""

        def upload() -> Answer:
            # A try that broke off leaves its upload behind: each begins one.
            started = self._once("POST", f"{self.base}/blobs/uploads/", None)
            location = started.headers.get("location")
            if started.status != 202 or location is None:
                return started
            where = urllib.parse.urljoin(f"{self._root}/", location)
            mark = "&" if urllib.parse.urlsplit(where).query else "?"
            url = f"{where}{mark}digest={urllib.parse.quote(digest)}"
            return self._once("PUT", url, opened)

        answer = self._tried(upload)
        if answer.status != 201:
            raise self._refused("upload a blob", answer)

    def put_manifest(self, digest: str, content: bytes, media_type: str) -> None:
        """Upload a manifest under the reference's tag; the registry must agree."""
        answer = self._send(
            "PUT",
            f"{self.base}/manifests/{self.reference.tag}",
            (lambda: content, len(content)),
            media_type,
        )
        if answer.status != 201:
            raise self._refused("upload the manifest", answer)
        theirs = answer.headers.get("docker-content-digest", digest)
        if theirs != digest:
            raise RegistryError(f"{self.reference}: the registry made it {theirs}")

    @property
    def _root(self) -> str:
        scheme = "http" if self.plain_http else "https"
        return f"{scheme}://{self.reference.server}"

    def _send(
        self,
        method: str,
        url: str,
        opened: Opened | None = None,
        media_type: str = "",
    ) -> Answer:
        return self._tried(lambda: self._once(method, url, opened, media_type))

    def _tried(self, send: Callable[[], Answer]) -> Answer:
        """Send until there is an answer that is no failure of the server."""
        problem = ""
        for pause in (0.0, *_PAUSES_SECONDS):
            if pause:
                self.pause(pause)
            try:
                answer = send()
            except (OSError, http.client.HTTPException) as error:
                problem = str(error) or type(error).__name__
                if isinstance(error, _HOPELESS):
                    break
            else:
                if answer.status < _SERVER_FAILS:
                    return answer
                problem = f"{answer.status} {answer.reason}"
        raise RegistryError(
            f"cannot push to {self.reference.host}: {problem}",
            hint=_way_out(problem, plain_http=self.plain_http),
        )

    def _once(
        self, method: str, url: str, opened: Opened | None, media_type: str = ""
    ) -> Answer:
        """Send one request, and once more where the registry asks who we are."""
        answer = self._raw(method, url, opened, media_type)
        if answer.status == _UNAUTHORIZED and self._is_ours(url):
            self._log_in(answer.headers.get("www-authenticate", ""))
            answer = self._raw(method, url, opened, media_type)
        return answer

    def _raw(
        self, method: str, url: str, opened: Opened | None, media_type: str
    ) -> Answer:
        length = opened[1] if opened else 0
        headers = {} if method == "HEAD" else {"Content-Length": str(length)}
        if opened is not None:
            headers["Content-Type"] = media_type or "application/octet-stream"
        if self._authorization and self._is_ours(url):
            headers["Authorization"] = self._authorization
        body = opened[0]() if opened else None
        return exchange(method, url, headers=headers, body=body)

    def _is_ours(self, url: str) -> bool:
        """Whether *url* is the registry's own: a store behind it is told nothing."""
        return url.startswith(f"{self._root}/")

    def _log_in(self, challenge: str) -> None:
        """Get what the registry wants to see, as its challenge says."""
        kind, _, rest = challenge.partition(" ")
        found = credentials.find(self.reference.host)
        secret = found.basic if found and self._may_tell(self._root) else ""
        if kind.lower() == "basic":
            self._authorization = secret
        elif kind.lower() == "bearer":
            self._authorization = self._token(dict(_CHALLENGE.findall(rest)), secret)

    def _token(self, asked: dict[str, str], secret: str) -> str:
        """Ask the server that the challenge names for a token."""
        realm = asked.pop("realm", "")
        if not realm.startswith(("https://", "http://")):
            return ""
        asked.setdefault("scope", f"repository:{self.reference.name}:pull,push")
        headers = {"Authorization": secret} if secret and self._may_tell(realm) else {}
        mark = "&" if "?" in realm else "?"
        url = f"{realm}{mark}{urllib.parse.urlencode(asked)}"
        answer = exchange("GET", url, headers=headers)
        if answer.status != 200:
            return ""
        document = answer.document()
        return f"Bearer {document.get('token') or document.get('access_token') or ''}"

    def _may_tell(self, url: str) -> bool:
        """Whether a password may be sent to *url*: never readable on a network."""
        return url.startswith("https://") or self.reference.is_loopback

    def _refused(self, what: str, answer: Answer) -> RegistryError:
        hint = ""
        if answer.status in {_UNAUTHORIZED, 403}:
            hint = f"log in first: podman login {self.reference.host} (or docker login)"
        text = f"{self.reference.host} does not let us {what}"
        return RegistryError(f"{text}: {answer.status} {answer.reason}", hint=hint)


def _way_out(problem: str, *, plain_http: bool) -> str:
    """Say what people forget most often."""
    if plain_http:
        return "is the registry running there, and without TLS?"
    if "SSL" in problem or "certificate" in problem:
        return "--plain-http for one without TLS; SSL_CERT_FILE for one of your own"
    return "is the registry running there?"
