"""Our server on a recorded config, and single requests to it.

In ``--compat``, coalescing off, everybody let in, on the stubs. Only how it is
put together; what is compared is in ``server_exchanges``.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from adapter_rules.loading import load_source
from adapter_rules.rule import compile_config
from adapter_rules.server.answering import Answering
from adapter_rules.server.app import create_app
from adapter_rules.server.auth import OpenGuard
from adapter_rules.server.catalogue import Catalogue
from adapter_rules.server.crossing import Crossing
from adapter_rules.server.peer import SCOPE_KEY
from adapter_rules.server.policy import COMPAT
from adapter_rules.server.queries import Queries, QueryLimits
from adapter_rules.server.relisting import Relisting
from adapter_rules.server.routes import Routes
from adapter_rules.server.sources import PlainSource
from adapter_rules.server.state import Serving
from adapter_rules.server.telemetry import Telemetry
from adapter_rules.server.usage import Usage
from tests.conformance.adapter import clusters

if TYPE_CHECKING:
    from adapter_rules.prometheus.http import AsyncPrometheus
    from adapter_rules.server.auth import Guard
    from adapter_rules.server.mirroring import Mirror
    from adapter_rules.server.objects import ObjectsPort
    from adapter_rules.server.policy import Policy
    from tests.conformance.adapter.outcome import Data

NOW = 1795330000.0
"""Some time; the recorded ones are masked."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    content_type: str
    body: bytes

    @property
    def data(self) -> Any:
        """The JSON, if it is any."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


class Replay:
    """The server on one config."""

    def __init__(
        self,
        config: Data | str,
        prometheus: AsyncPrometheus,
        objects: ObjectsPort,
        policy: Policy = COMPAT,
        guard: Guard | None = None,
        mirror: Mirror | None = None,
    ) -> None:
        """Load the config, discover and build the application.

        Raises ``InputError`` for a config that does not start.
        """
        text = config if isinstance(config, str) else json.dumps(config)
        source = load_source(text)
        mapper = clusters.live()
        compiled = compile_config(source.config, mapper, document=source.document)
        self._runner = asyncio.Runner()
        telemetry = self.telemetry = Telemetry(clock=lambda: NOW)
        catalogue = Catalogue(source.config, compiled, mapper)
        relisting = Relisting(
            prometheus,
            look_back_seconds=600,
            telemetry=telemetry,
            compat=policy.compat,
        )
        relisted = self._runner.run(relisting.run(catalogue, NOW))
        queries = Queries(
            prometheus, limits=QueryLimits(), telemetry=telemetry, clock=lambda: NOW
        )
        self.serving = Serving(relisted.catalogue, ready=True)
        routes = Routes(
            serving=self.serving,
            answering=Answering(
                policy=policy,
                source=PlainSource(queries),
                objects=objects,
                crossing=Crossing(),
                telemetry=telemetry,
                clock=lambda: NOW,
            ),
            usage=Usage(queries=queries, objects=objects, clock=lambda: NOW),
            guard=guard or OpenGuard(),
            policy=policy,
            telemetry=telemetry,
            timer=lambda: 0.0,
            mirror=mirror,
            log_answers=True,
        )
        self._app = create_app(routes)

    def ask(
        self,
        method: str,
        target: str,
        headers: dict[str, str] | None = None,
        *,
        peer: str = "",
    ) -> Answer:
        """Send one request through the whole application.

        *peer* is the verified common name of the caller's certificate.
        """
        return self._runner.run(self._ask(method, target, headers or {}, peer))

    def close(self) -> None:
        """Close the event loop."""
        self._runner.close()

    async def _ask(
        self, method: str, target: str, headers: dict[str, str], peer: str
    ) -> Answer:
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "https",
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [
                (name.lower().encode(), value.encode())
                for name, value in headers.items()
            ],
            "server": ("127.0.0.1", 6443),
            "client": ("127.0.0.1", 1),
            **({SCOPE_KEY: peer} if peer else {}),
        }
        sent: list[Data] = []

        async def receive() -> Data:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        started = next(m for m in sent if m["type"] == "http.response.start")
        kinds = dict(started["headers"])
        return Answer(
            started["status"],
            kinds.get(b"content-type", b"").decode(),
            b"".join(m.get("body", b"") for m in sent),
        )
