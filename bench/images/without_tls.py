"""What stands for Python's ``ssl`` in an image that has no room for OpenSSL.

Libraries import ``ssl`` whether they use it or not. Here they find the names that
they look up on the way; whoever really asks for TLS is told that there is none.
This file is put into such images as ``ssl``; nothing here imports it.
"""

from __future__ import annotations

import enum
from typing import Any, NoReturn

CERT_NONE, CERT_OPTIONAL, CERT_REQUIRED = range(3)
PROTOCOL_TLS, PROTOCOL_TLS_CLIENT, PROTOCOL_TLS_SERVER = 2, 16, 17
HAS_SNI = False
OPENSSL_VERSION = "none"


class SSLError(OSError):
    """TLS was asked for."""


class SSLWantReadError(SSLError):
    """Never raised."""


class SSLWantWriteError(SSLError):
    """Never raised."""


class SSLSyscallError(SSLError):
    """Never raised."""


class SSLEOFError(SSLError):
    """Never raised."""


class SSLZeroReturnError(SSLError):
    """Never raised."""


class SSLCertVerificationError(SSLError, ValueError):
    """Never raised."""


CertificateError = SSLCertVerificationError


class TLSVersion(enum.IntEnum):
    """Versions that nobody speaks here."""

    TLSv1_2 = 771
    TLSv1_3 = 772


class Purpose(enum.Enum):
    """What a certificate would be for."""

    SERVER_AUTH = "1.3.6.1.5.5.7.3.1"
    CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"


class SSLContext:
    """Cannot be made."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Say that there is no TLS."""
        create_default_context(*arguments, **named)


class SSLSocket(SSLContext):
    """Cannot be made."""


class SSLObject(SSLContext):
    """Cannot be made."""


class MemoryBIO(SSLContext):
    """Cannot be made."""


def create_default_context(*arguments: Any, **named: Any) -> NoReturn:
    """Say that there is no TLS."""
    del arguments, named
    raise SSLError("this image has no TLS")


_create_default_https_context = create_default_context
