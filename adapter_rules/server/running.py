"""Starting the server: from settings to a process that answers.

Whatever makes a start impossible is an error here: a bad config, a cluster or a
front-proxy configuration that cannot be read, a port that is taken. A Prometheus
that is away is not: it may come back.
"""

from __future__ import annotations

import logging
import socket
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import uvicorn

from adapter_rules.loading import load_source
from adapter_rules.server.app import create_app
from adapter_rules.server.assembly import Assembly, assemble
from adapter_rules.server.configfile import ConfigFile
from adapter_rules.server.peer import PeerProtocol
from adapter_rules.server.security import Security, open_security, secure
from adapter_rules.server.stopping import DelayedServer
from octoscale.core.errors import UsageError
from octoscale.kube.client import connect, connect_in_cluster

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from fastapi import FastAPI

    from adapter_rules.server.settings import Settings
    from octoscale.kube.base import KubePort

LOG = logging.getLogger("adapter_rules.server")

MAX_CONNECTIONS = 4096
"""Beyond them, new ones are answered with 503 at once."""

KEEP_ALIVE_SECONDS = 120
"""For idle connections: longer than the 90 seconds of the API server's client, so
that it is never us who close one that it is about to use."""

GRACE_SECONDS = 10
"""For answers under way when the server is told to stop."""


def run(settings: Settings, *, tell: Callable[[str], None]) -> None:
    """Serve until told to stop by SIGINT or SIGTERM.

    *tell* is given the address once it is listened on. Raises ``InputError`` for
    a bad config, ``EnvironmentMissingError``, ``UsageError``.
    """
    # A bad file is told before anything is looked for that it may never need.
    file = ConfigFile(settings.config)
    load_source(file.first(), file=file.name)
    kube = _connected(settings)
    try:
        security = (
            open_security() if settings.insecure_loopback else secure(settings, kube)
        )
        parts = assemble(settings, kube, security, wall=time.time)
        server = server_for(
            parts, security, stop_seconds=settings.shutdown_delay_seconds
        )
        listener = listening(settings)
        scheme = "http" if security.context is None else "https"
        host, port = listener.getsockname()[:2]
        tell(f"listening on {scheme}://{host}:{port}")
        with listener:
            server.run(sockets=[listener])
    finally:
        kube.close()


def _connected(settings: Settings) -> KubePort:
    if settings.kubeconfig:
        return connect(kubeconfig=settings.kubeconfig, context=settings.context or None)
    return connect_in_cluster()


def server_for(
    parts: Assembly, security: Security, *, stop_seconds: float = 0.0
) -> uvicorn.Server:
    """Make the server that answers with *parts*; it does not run yet.

    Told to stop, it answers on for *stop_seconds*.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        """Keep the background work going as long as the application lives."""
        del app
        async with parts.upkeep.running():
            yield
        await parts.close()

    config: Any = uvicorn.Config(
        create_app(parts.routes, lifespan),
        http=PeerProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    config.load()
    # uvicorn knows only certificates that never change.
    config.ssl = security.context
    serving = parts.routes.serving
    return DelayedServer(config, seconds=stop_seconds, serving=serving)


def listening(settings: Settings) -> socket.socket:
    """Listen where *settings* say; raises ``UsageError``."""
    family = socket.AF_INET6 if ":" in settings.bind_address else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.bind_address, settings.port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        raise UsageError(
            f"cannot listen on {settings.bind_address}:{settings.port}: "
            f"{error.strerror}"
        ) from error
    return listener
