"""The ASGI application: all parts of the server put together.

FastAPI keeps the lifespan and the routing; there is one route, because the paths
are Kubernetes' and not ours. Listening is ``running``'s business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from adapter_rules.server.routes import Routes

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
"""All that clients send; all but GET are refused with a Status."""


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
    app.router.redirect_slashes = False
    app.add_route("/{path:path}", routes.__call__, methods=METHODS)
    return app
