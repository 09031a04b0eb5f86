"""How a live Prometheus lets somebody in: tokens, passwords, headers, TLS.

Secrets come from files, are read anew for every question (tokens rotate), and
go to the configured host only: over https, or to this machine itself. Sending
questions is ``api_client``'s business.
"""

from __future__ import annotations

import base64
import ipaddress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from octoscale.core.errors import FileAccessError, UsageError

if TYPE_CHECKING:
    from requests import PreparedRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The ways in; empty parts are not used.

    Raises ``UsageError`` for parts that exclude each other, ``FileAccessError``
    for a file that cannot be read.
    """

    token_file: str = ""
    """A bearer token."""

    user: str = ""
    """Of basic authentication."""

    password_file: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    """Sent along; of a repeated name the values are joined by commas."""

    ca_file: str = ""
    """Whom to trust; empty trusts the authorities that requests knows."""

    certificate_file: str = ""
    """Our own certificate, with ``key_file``."""

    key_file: str = ""

    def __post_init__(self) -> None:
        """Check what excludes or needs each other, and that the files are there."""
        if self.token_file and self.user:
            raise UsageError("a bearer token and a user exclude each other")
        if bool(self.user) != bool(self.password_file):
            raise UsageError("basic authentication needs a user and a password file")
        if bool(self.certificate_file) != bool(self.key_file):
            raise UsageError("a client certificate needs its key, and the other way")
        for name in (
            *(self.token_file, self.password_file, self.ca_file),
            *(self.certificate_file, self.key_file),
        ):
            if name:
                _read(name)

    @property
    def has_secret(self) -> bool:
        """Whether something is sent that nobody else may see."""
        return bool(self.token_file or self.user)

    @property
    def verify(self) -> str | bool:
        """What requests calls ``verify``."""
        return self.ca_file or True

    @property
    def certificate(self) -> tuple[str, str] | None:
        """What requests calls ``cert``."""
        if not self.certificate_file:
            return None
        return self.certificate_file, self.key_file

    def check_url(self, url: str) -> None:
        """Refuse to send a secret in clear over a network; raises ``UsageError``."""
        parts = urlsplit(url)
        if self.has_secret and parts.scheme == "http" and not _is_here(parts.hostname):
            raise UsageError(
                f"a token or password is not sent over http to {parts.hostname}",
                hint="use an https URL, or forward a local port to Prometheus",
            )

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Put the secrets and headers on a request; requests calls it ``auth``."""
        for name, value in self.headers:
            before = request.headers.get(name)
            request.headers[name] = f"{before}, {value}" if before else value
        if self.token_file:
            request.headers["Authorization"] = f"Bearer {_secret(self.token_file)}"
        elif self.user:
            pair = f"{self.user}:{_secret(self.password_file)}".encode()
            request.headers["Authorization"] = (
                f"Basic {base64.b64encode(pair).decode()}"
            )
        return request


OPEN = Access()
"""A Prometheus that lets everybody in."""


def header(text: str) -> tuple[str, str]:
    """Read ``Name: value`` or ``Name=value``; raises ``UsageError``.

    >>> header("X-Scope-OrgID: team-a")
    ('X-Scope-OrgID', 'team-a')
    """
    cuts = [text.index(sign) for sign in ":=" if sign in text]
    name = text[: min(cuts)].strip() if cuts else ""
    value = text[min(cuts) + 1 :].strip() if cuts else ""
    plain = name.isascii() and all(c.isalnum() or c in "-_" for c in name)
    if not name or not plain or any(ord(c) < 32 for c in value):
        raise UsageError("a header is written like 'X-Scope-OrgID: team-a'")
    return name, value


def _secret(name: str) -> str:
    return _read(name).strip()


def _read(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no text"
        raise FileAccessError(f"cannot read {name}: {reason}") from error


def _is_here(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
