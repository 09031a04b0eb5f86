"""The ASGI middleware in FastAPI, Starlette and a bare application."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import fastapi
import httpx
import pytest
from prometheus_client import CollectorRegistry
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from exporters.asgi import MetricsMiddleware, metrics_app
from tests.exporters.exposed import samples

if TYPE_CHECKING:
    from starlette.requests import Request


def fastapi_app() -> Any:
    app = fastapi.FastAPI()

    @app.get("/items/{number}")
    def item(number: int) -> int:
        return 10 // number

    return app


async def starlette_item(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(10 // request.path_params["number"]))


def starlette_app() -> Any:
    return Starlette(routes=[Route("/items/{number:int}", starlette_item)])


def ask(app: Any, *paths: str, headers: dict[str, str] | None = None) -> list[int]:
    """Ask for the paths in turn; give the statuses."""

    async def asking() -> list[int]:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as http:
            answers = [await http.get(path, headers=headers) for path in paths]
        return [answer.status_code for answer in answers]

    return asyncio.run(asking())


def count(registry: CollectorRegistry, route: str, code: str) -> float | None:
    labels = {"method": "GET", "route": route, "code": code}
    return registry.get_sample_value("web_requests_total", labels)


@pytest.mark.parametrize(
    ("app", "template"),
    [
        pytest.param(fastapi_app, "/items/{number}", id="fastapi"),
        pytest.param(starlette_app, "/items/{number:int}", id="starlette"),
    ],
)
def test_requests_are_counted_by_template(app: Any, template: str) -> None:
    registry = CollectorRegistry()
    wrapped = MetricsMiddleware(app(), registry=registry, prefix="web")
    statuses = ask(wrapped, "/items/1", "/items/2", "/items/0", "/wp-login.php")
    assert statuses == [200, 200, 500, 404]
    assert count(registry, template, "200") == 2
    assert count(registry, template, "500") == 1
    assert count(registry, "unknown", "404") == 1
    assert registry.get_sample_value("web_requests_in_flight") == 0


def test_its_own_endpoint_is_not_measured() -> None:
    registry = CollectorRegistry()
    app = Starlette(routes=[Mount("/metrics", metrics_app(registry))])
    wrapped = MetricsMiddleware(app, registry=registry, prefix="web")

    async def scraping() -> str:
        transport = httpx.ASGITransport(wrapped)
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as http:
            return (await http.get("/metrics", follow_redirects=False)).text

    text = asyncio.run(scraping())
    assert "web_requests_total{" not in text


def test_the_queue_before_the_service_is_measured() -> None:
    registry = CollectorRegistry()
    wrapped = MetricsMiddleware(fastapi_app(), registry=registry, prefix="web")
    ask(wrapped, "/items/1", headers={"X-Request-Start": "t=1"})
    assert registry.get_sample_value("web_request_queue_seconds_count") == 0
    import time

    ask(wrapped, "/items/1", headers={"X-Request-Start": f"t={time.time() - 2}"})
    waited = registry.get_sample_value("web_request_queue_seconds_sum")
    assert waited is not None
    assert 2 <= waited < 60


def test_a_blocked_event_loop_shows_as_lag() -> None:
    import time

    registry = CollectorRegistry()

    async def blocking(scope: Any, receive: Any, send: Any) -> None:
        del scope, receive
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    wrapped = MetricsMiddleware(blocking, registry=registry, prefix="web")

    async def scenario() -> float:
        transport = httpx.ASGITransport(wrapped)
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as http:
            await http.get("/")
            end = time.monotonic() + 0.8
            while time.monotonic() < end:  # what a blocking call does to the loop
                pass
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        return registry.get_sample_value("web_event_loop_lag_seconds") or 0.0

    assert asyncio.run(scenario()) > 0.1


def test_the_applications_error_passes_through() -> None:
    registry = CollectorRegistry()

    async def broken(scope: Any, receive: Any, send: Any) -> None:
        del scope, receive, send
        raise LookupError("theirs")

    wrapped = MetricsMiddleware(broken, registry=registry, prefix="web")
    scope = {"type": "http", "path": "/", "method": "GET", "headers": []}

    async def call() -> None:
        await wrapped(scope, None, None)  # type: ignore[arg-type]  # never used

    with pytest.raises(LookupError, match="theirs"):
        asyncio.run(call())
    assert count(registry, "unknown", "500") == 1


def test_other_protocols_pass_untouched() -> None:
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        del receive, send
        seen.append(scope["type"])

    registry = CollectorRegistry()
    wrapped = MetricsMiddleware(app, registry=registry, prefix="web")
    for kind in ("websocket", "lifespan"):
        asyncio.run(wrapped({"type": kind}, None, None))  # type: ignore[arg-type]  # as above
    assert seen == ["websocket", "lifespan"]


def test_the_metrics_app_serves_the_registry() -> None:
    registry = CollectorRegistry()
    MetricsMiddleware(fastapi_app(), registry=registry, prefix="web")

    async def scraping() -> httpx.Response:
        transport = httpx.ASGITransport(metrics_app(registry))
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as http:
            return await http.get("/")

    answer = asyncio.run(scraping())
    assert answer.headers["content-type"].startswith("text/plain")
    assert samples(answer.text)["web_requests_in_flight", ()] == 0
