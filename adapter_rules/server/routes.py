"""From an HTTP request to an HTTP response: the order of all checks.

Size, path, identity, permission, form; only then is anything looked up or asked.
What each of them means is the other modules' business.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.responses import Response

from adapter_rules.server import (
    addressing,
    documents,
    negotiation,
    parameters,
    permissions,
    status,
    wire,
)
from adapter_rules.server.peer import peer_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from adapter_rules.server.addressing import Ask
    from adapter_rules.server.answering import Answering
    from adapter_rules.server.auth import Guard
    from adapter_rules.server.mirroring import Mirror
    from adapter_rules.server.policy import Policy
    from adapter_rules.server.state import Serving
    from adapter_rules.server.telemetry import Telemetry
    from adapter_rules.server.usage import Usage

LOG = logging.getLogger("adapter_rules.server.answers")
"""One line of JSON for each answered question about a metric."""

PUBLIC = ("/healthz", "/livez", "/readyz")
"""Answered to everybody, as Kubernetes' own components do."""

_BUG = logging.getLogger("adapter_rules.server")
_NO_STORE = {"Cache-Control": "no-cache, private"}
_TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """Answers every request."""

    serving: Serving
    answering: Answering
    usage: Usage
    guard: Guard
    policy: Policy
    telemetry: Telemetry
    timer: Callable[[], float]
    """Monotonic seconds, for latencies."""

    mirror: Mirror | None = None
    log_answers: bool = False

    async def __call__(self, request: Request) -> Response:
        """Answer *request*; whatever goes wrong becomes a Status."""
        started = self.timer()
        path = request.scope["path"]
        group = "other"
        accept = request.headers.get("accept", "")
        try:
            if path in PUBLIC:
                return self._health(path)
            self._check_size(request)
            groups = frozenset(self.serving.catalogue.groups)
            group = next((one for one in groups if f"/{one}/" in path), group)
            response = await self._guarded(request, path, groups, accept)
        except status.StatusError as error:
            response = _written(
                error.status.body(),
                code=error.status.code,
                form=negotiation.choose_for_error(accept),
                pretty=_is_pretty(request, accept),
            )
        except Exception:  # noqa: BLE001 - no caller may see a traceback
            _BUG.exception("a bug of ours, answering %r", path)
            response = _written(
                status.internal("a bug of ours").status.body(), code=500
            )
        self.telemetry.answered(group, response.status_code, self.timer() - started)
        return response

    async def _guarded(
        self, request: Request, path: str, groups: frozenset[str], accept: str
    ) -> Response:
        headers = request.scope["headers"]
        user = await self.guard.identify(peer_name(request.scope), headers)
        try:
            ask = addressing.parse(path, groups)
        except status.StatusError:
            # Nobody learns which paths there are without the right to know.
            await self.guard.allow(permissions.needed(None, path, user))
            raise
        await self.guard.allow(permissions.needed(ask, path, user))
        if request.method != "GET" and ask is not None:
            raise status.method_not_allowed()
        if ask is None:
            return self._elsewhere(path, groups)
        form = negotiation.choose(accept)
        if isinstance(ask, addressing.DocumentAsk):
            body = self._document(request, ask)
        else:
            body = await self._answered(request, ask, user.name)
        return _written(body, form=form, pretty=_is_pretty(request, accept))

    async def _answered(self, request: Request, ask: Ask, user: str) -> wire.Body:
        """Answer a question about values, and tell the log and the mirror."""
        query = request.scope["query_string"]
        target = request.scope["path"] + (
            "?" + query.decode("latin-1") if query else ""
        )
        code = HTTPStatus.OK
        try:
            body = await self._values(ask, parameters.parse(query))
        except status.StatusError as error:
            code, body = HTTPStatus(error.status.code), error.status.body()
        if self.log_answers:
            LOG.info("%s", _line(self.answering.clock(), user, target, code, body))
        if self.mirror is not None:
            return await self.mirror.answer(_sent(request), code, body)
        if code != HTTPStatus.OK:
            raise status.StatusError(status.from_body(body))
        return body

    async def _values(self, ask: Ask, given: parameters.Parameters) -> wire.Body:
        catalogue = self.serving.catalogue
        if not self.serving.ready and not self.policy.compat:
            raise status.unavailable("no discovery was answered yet")
        if isinstance(ask, addressing.CustomAsk):
            return await self.answering.custom(ask, given, catalogue)
        if isinstance(ask, addressing.ExternalAsk):
            return await self.answering.external(ask, given, catalogue)
        if isinstance(ask, addressing.UsageAsk):
            return await self.usage.answer(ask, given, catalogue)
        raise status.path_not_found()

    def _document(self, request: Request, ask: addressing.DocumentAsk) -> wire.Body:
        server = request.scope.get("server") or ("", 0)
        return documents.document(ask, self.serving.catalogue, port=int(server[1] or 0))

    def _elsewhere(self, path: str, groups: frozenset[str]) -> Response:
        if path == "/metrics":
            return Response(
                self.telemetry.exposition(),
                media_type="text/plain; version=0.0.4; charset=utf-8",
            )
        if path == "/version":
            return _written(documents.version())
        if path == "/openapi/v2":
            return _written(documents.openapi())
        return _written(documents.paths(groups), code=HTTPStatus.NOT_FOUND)

    def _health(self, path: str) -> Response:
        if path == "/readyz" and self.serving.stopping:
            return Response("stopping", status_code=503, media_type=_TEXT)
        if path == "/readyz" and not self.serving.ready and not self.policy.compat:
            return Response(
                "no discovery was answered yet", status_code=503, media_type=_TEXT
            )
        return Response("ok", media_type=_TEXT)

    def _check_size(self, request: Request) -> None:
        scope = request.scope
        size = len(scope.get("raw_path") or b"") + len(scope["query_string"])
        if size > self.policy.max_request_bytes:
            raise status.too_long()


def _sent(request: Request) -> str:
    """Give path and parameters as they came: once decoded, they could be more."""
    scope = request.scope
    path = scope.get("raw_path") or quote(scope["path"]).encode()
    query = scope["query_string"]
    sent: bytes = path + b"?" + query if query else path
    return sent.decode("latin-1")


def _is_pretty(request: Request, accept: str) -> bool:
    query = request.scope["query_string"]
    given = request.query_params.get("pretty") if b"pretty" in query else None
    agent = request.headers.get("user-agent", "")
    return negotiation.is_pretty(accept, given, agent)


def _written(
    body: Any,
    *,
    code: int = 200,
    form: negotiation.Form = "application/json",
    pretty: bool = False,
) -> Response:
    return Response(
        negotiation.write(body, form, pretty=pretty),
        status_code=code,
        media_type=form,
        headers=_NO_STORE,
    )


def _line(at: float, user: str, target: str, code: int, body: wire.Body) -> str:
    """Write what was answered to whom; JSON escapes what callers made up."""
    line: dict[str, Any] = {"at": round(at, 3), "user": user, "target": target}
    line["code"] = int(code)
    if code == HTTPStatus.OK:
        line["items"] = body.get("items")
    else:
        line["message"] = body.get("message")
    return json.dumps(line, separators=(",", ":"))
