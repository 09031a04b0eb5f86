"""The exporter toolkit's web config file: TLS and basic authentication.

The same file as every official exporter reads (``--web.config.file``); what it
can say and this does not do is refused, never passed over. Passwords are bcrypt
hashes; checking them needs the extra ``web``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import importlib
import ssl
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any

from octoscale.core import yamlio
from octoscale.core.errors import EnvironmentMissingError, FileAccessError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

_TOP = frozenset({"tls_server_config", "basic_auth_users"})
_TLS = frozenset(
    {"cert_file", "key_file", "client_ca_file", "client_auth_type", "min_version"}
)
_VERSIONS = {"TLS12": ssl.TLSVersion.TLSv1_2, "TLS13": ssl.TLSVersion.TLSv1_3}
_CLIENTS = {
    "NoClientCert": ssl.CERT_NONE,
    "VerifyClientCertIfGiven": ssl.CERT_OPTIONAL,
    "RequireAndVerifyClientCert": ssl.CERT_REQUIRED,
}

# A stranger's name costs as much time as a known one's wrong password.
_NOBODY = "$2b$10$CwTycUXWue0Thq9StjUM0uJ8.Zu1pYbW9sE0c5bXn7M4yYc5w8y1S"


class WebConfig:
    """How a server is reached: encrypted or not, and by whom."""

    def __init__(
        self, context: ssl.SSLContext | None, users: Mapping[str, str]
    ) -> None:
        """Hold a TLS *context* and *users* with their password's hashes."""
        self.context = context
        self._users = {name: hashed.encode() for name, hashed in users.items()}
        self._checked: set[bytes] = set()
        self._key = hashlib.sha256(repr(sorted(users.items())).encode()).digest()
        self._lock = Lock()
        self._bcrypt = _bcrypt() if users else None

    @property
    def has_users(self) -> bool:
        """Whether a reader has to log in."""
        return bool(self._users)

    def admits(self, authorization: str | None) -> bool:
        """Tell whether a request's ``Authorization`` header names a user of ours."""
        if self._bcrypt is None:
            return True
        user, colon, password = _basic(authorization or "").partition(":")
        if not colon or "\0" in password or len(password.encode()) > 72:
            return False
        pair = hmac.digest(self._key, f"{user}:{password}".encode(), "sha256")
        with self._lock:
            if pair in self._checked:
                return True
        hashed = self._users.get(user, _NOBODY.encode())
        good = bool(self._bcrypt.checkpw(password.encode(), hashed))
        if good and user in self._users:
            with self._lock:
                self._checked.add(pair)  # a hash a scrape would cost 50 ms of CPU
            return True
        return False


def load(path: Path) -> WebConfig:
    """Read a web config file; ``UsageError`` says what it cannot mean."""
    documents = yamlio.load_all(yamlio.read_text(str(path)), file=str(path))
    value = documents[0].value if documents else {}
    _known(value, _TOP, path)
    users = value.get("basic_auth_users") or {}
    for name, hashed in dict(users).items():
        if not str(hashed).startswith(("$2a$", "$2b$", "$2y$")):
            raise UsageError(f"{path}: the password of {name!r} is no bcrypt hash")
    tls = value.get("tls_server_config")
    return WebConfig(
        None if tls is None else _context(tls, path),
        {str(name): str(hashed) for name, hashed in dict(users).items()},
    )


def _context(tls: Any, path: Path) -> ssl.SSLContext:
    _known(tls, _TLS, path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    version = tls.get("min_version", "TLS12")
    client = tls.get("client_auth_type", "NoClientCert")
    if version not in _VERSIONS or client not in _CLIENTS:
        raise UsageError(f"{path}: not supported: {version!r} with {client!r}")
    context.minimum_version = _VERSIONS[version]
    try:
        context.load_cert_chain(
            path.parent / str(tls.get("cert_file", "")),
            path.parent / str(tls.get("key_file", "")),
        )
        if "client_ca_file" in tls:
            context.load_verify_locations(path.parent / str(tls["client_ca_file"]))
    except (OSError, ssl.SSLError) as error:
        raise FileAccessError(f"{path}: the certificate: {error}") from error
    context.verify_mode = _CLIENTS[client]
    return context


def _known(value: Any, allowed: frozenset[str], path: Path) -> None:
    if not isinstance(value, Mapping):
        raise UsageError(f"{path}: not a web config")
    unknown = sorted(set(value) - allowed)
    if unknown:
        raise UsageError(f"{path}: not supported: {', '.join(map(str, unknown))}")


def _basic(authorization: str) -> str:
    scheme, _, text = authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _bcrypt() -> Any:
    try:
        return importlib.import_module("bcrypt")
    except ModuleNotFoundError as error:
        raise EnvironmentMissingError(
            "basic authentication needs bcrypt", hint="pip install 'octoscale[web]'"
        ) from error
