"""TLS and the guard at the door, put together and kept up to date.

What certificates and identities mean is ``tls``', ``requestheader``'s and
``auth``'s business.
"""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.server import requestheader
from adapter_rules.server.auth import DelegatedGuard, OpenGuard
from adapter_rules.server.tls import RotatingContext, ServingFiles
from octoscale.core.errors import OctoscaleError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from adapter_rules.server.auth import Guard
    from adapter_rules.server.requestheader import RequestHeader
    from adapter_rules.server.settings import Settings
    from octoscale.kube.base import KubePort

LOG = logging.getLogger("adapter_rules.server")

REVIEWS_AT_ONCE = 8
"""Threads that wait for the cluster's verdicts."""

HEADER_SECONDS = 60.0
"""How often the front proxy's configuration is read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """What protects the server."""

    guard: Guard
    context: RotatingContext | None
    """``None`` serves plain HTTP."""

    renew: Callable[[], Awaitable[None]]
    """Follows renewed certificates; called every few seconds."""


class _Renewal:
    """The front proxy's configuration and the serving files, as they change."""

    def __init__(self, settings: Settings, kube: KubePort) -> None:
        self._kube = kube
        self.header: RequestHeader = requestheader.read(kube)
        self._files = ServingFiles(settings.certificate_file, settings.key_file)
        self.context = RotatingContext(self._files.context(self.header.authorities))
        self._read_at = time.monotonic()

    async def renew(self) -> None:
        """Read again what may have changed; a failure keeps what is there."""
        await asyncio.to_thread(self._renew)

    def _renew(self) -> None:
        try:
            if time.monotonic() - self._read_at >= HEADER_SECONDS:
                self._read_at = time.monotonic()
                self.header = requestheader.read(self._kube)
            if self._files.changed(self.header.authorities):
                self.context.current = self._files.context(self.header.authorities)
                LOG.info("certificates are read anew")
        except OctoscaleError as error:
            LOG.warning("the old certificates are kept: %s", error)


def secure(settings: Settings, kube: KubePort) -> Security:
    """Prepare TLS and delegated authentication.

    Raises ``EnvironmentMissingError`` when the front proxy's configuration cannot
    be read, ``FileAccessError`` for the serving files.
    """
    renewal = _Renewal(settings, kube)
    guard = DelegatedGuard(
        kube,
        lambda: renewal.header,
        clock=time.monotonic,
        executor=ThreadPoolExecutor(REVIEWS_AT_ONCE, thread_name_prefix="review"),
    )
    return Security(guard=guard, context=renewal.context, renew=renewal.renew)


def open_security() -> Security:
    """Let everybody in over plain HTTP: for a loopback address only."""

    async def nothing() -> None:
        """Renew nothing."""

    return Security(guard=OpenGuard(), context=None, renew=nothing)
