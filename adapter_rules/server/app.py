"""The ASGI application: all parts of the server put together.

FastAPI keeps the lifespan; no route is its own, because the paths are Kubernetes'
and not ours, and may hold any character. Listening is ``running``'s business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.requests import Request

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from starlette.types import Receive, Scope, Send

    from adapter_rules.server.routes import Routes


def create_app(
    routes: Routes,
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]] | None = None,
) -> FastAPI:
    """Build the application that answers with *routes*."""
    app = FastAPI(
        title="octoscale serve",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await routes(Request(scope, receive))
        await response(scope, receive, send)

    # What no route matches, which is everything.
    app.router.redirect_slashes = False
    app.router.default = answer
    return app
