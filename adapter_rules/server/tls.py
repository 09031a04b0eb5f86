"""TLS for the server, with certificates that are read again as they change.

The front proxy's authorities are trusted for client certificates and nobody
else's: a verified certificate is one of theirs. Who its holder is, ``peer`` says.
"""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Any

from octoscale.core.errors import FileAccessError

if TYPE_CHECKING:
    from typing import Self


class RotatingContext(ssl.SSLContext):
    """Hands every new connection to the newest context.

    Event loops hold on to the context that they were given at the start, and ask
    it for one TLS object a connection: that is where the newest one steps in.
    """

    current: ssl.SSLContext

    def __new__(cls, first: ssl.SSLContext) -> Self:
        """Make the outer shell, which serves nobody itself."""
        shell = super().__new__(cls, ssl.PROTOCOL_TLS_SERVER)
        shell.current = first
        return shell

    def wrap_bio(self, *arguments: Any, **named: Any) -> ssl.SSLObject:
        """Begin a connection with the newest context."""
        return self.current.wrap_bio(*arguments, **named)


class ServingFiles:
    """The certificate and its key, as files that somebody renews."""

    def __init__(self, certificate: str, key: str) -> None:
        """Read the files; raises ``FileAccessError``."""
        self._certificate = Path(certificate)
        self._key = Path(key)
        self._seen = self._content("")

    def changed(self, authorities: str) -> bool:
        """Tell whether files or *authorities* differ from the last ``context``.

        A file that cannot be read now has not changed: renewal is under way.
        """
        try:
            return self._content(authorities) != self._seen
        except FileAccessError:
            return False

    def context(self, authorities: str) -> ssl.SSLContext:
        """Build a context that trusts *authorities* (PEM) for client certificates.

        Raises ``FileAccessError`` when certificate and key do not fit.
        """
        seen = self._content(authorities)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(self._certificate, self._key)
            if authorities:
                context.load_verify_locations(cadata=authorities)
                # Optional: others come with a token instead. What is shown is verified.
                context.verify_mode = ssl.CERT_OPTIONAL
        except (ssl.SSLError, OSError) as error:
            raise FileAccessError(
                f"the serving certificate cannot be used: {error}"
            ) from error
        self._seen = seen
        return context

    def _content(self, authorities: str) -> tuple[bytes, bytes, str]:
        try:
            return self._certificate.read_bytes(), self._key.read_bytes(), authorities
        except OSError as error:
            raise FileAccessError(
                f"cannot read {error.filename}: {error.strerror}"
            ) from error
