"""The metrics server in a thread: what ``octoscale serve`` runs, over a port.

Plain HTTP on a free loopback port; the cluster that it asks is the demo's.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from adapter_rules.server.assembly import assemble
from adapter_rules.server.running import listening, server_for
from adapter_rules.server.security import open_security
from adapter_rules.server.settings import Settings
from octoscale.core.errors import EnvironmentMissingError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from octoscale.kube.base import KubePort

RELIST_SECONDS = 2.0
"""How often it looks for series: a newcomer does not wait ten minutes."""

MAX_AGE_SECONDS = 30.0
START_SECONDS = 30.0
_POLL_SECONDS = 0.02


class MetricsServer:
    """Serves one config file between ``with`` and its end."""

    def __init__(self, config: Path, prometheus: str, kube: KubePort) -> None:
        """Prepare it: *config* is the file, *prometheus* the URL."""
        settings = Settings(
            config=str(config),
            prometheus_url=prometheus,
            bind_address="127.0.0.1",
            port=0,
            insecure_loopback=True,
            relist_seconds=RELIST_SECONDS,
            max_age_seconds=MAX_AGE_SECONDS,
            tell_causes=True,
        )
        security = open_security()
        parts = assemble(settings, kube, security, wall=time.time)
        self._listener = listening(settings)
        self._server = server_for(parts, security)
        self._thread = threading.Thread(
            target=self._server.run,
            kwargs={"sockets": [self._listener]},
            name="octoscale-metrics-server",
            daemon=True,
        )

    @property
    def url(self) -> str:
        """Where it answers."""
        host, port = self._listener.getsockname()[:2]
        return f"http://{host}:{port}"

    def __enter__(self) -> Self:
        """Start it, and wait until it answers."""
        self._thread.start()
        end = time.monotonic() + START_SECONDS
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > end:
                raise EnvironmentMissingError("the metrics server did not start")
            time.sleep(_POLL_SECONDS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()
