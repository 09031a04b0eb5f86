"""The WSGI middleware in Flask, Django and CherryPy."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any
from wsgiref.util import setup_testing_defaults

import flask
import pytest
from prometheus_client import CollectorRegistry

from exporters.wsgi import MetricsMiddleware, metrics_app
from tests.exporters.exposed import samples

if TYPE_CHECKING:
    from collections.abc import Callable


def flask_app() -> Any:
    app = flask.Flask("shop")

    @app.get("/items/<int:number>")
    def item(number: int) -> str:
        return str(10 // number)

    return app


def django_app() -> Any:
    import django  # type: ignore[import-untyped]  # Django has no types
    from django.conf import settings  # type: ignore[import-untyped]  # as above
    from django.core import wsgi  # type: ignore[import-untyped]  # as above
    from django.http import HttpResponse  # type: ignore[import-untyped]  # as above
    from django.urls import path  # type: ignore[import-untyped]  # as above

    def item(request: Any, number: int) -> Any:
        del request
        return HttpResponse(str(10 // number))

    module = type(sys)("octoscale_test_urls")
    module.urlpatterns = [path("items/<int:number>", item)]  # type: ignore[attr-defined]  # Django's way
    sys.modules["octoscale_test_urls"] = module
    if not settings.configured:
        settings.configure(
            ALLOWED_HOSTS=["*"],
            ROOT_URLCONF="octoscale_test_urls",
            MIDDLEWARE=["exporters.wsgi.django_route"],
            LOGGING_CONFIG=None,
        )
        django.setup()
    return wsgi.get_wsgi_application()


def cherrypy_app() -> Any:
    import cherrypy  # type: ignore[import-untyped]  # CherryPy has no types

    from exporters.wsgi import cherrypy_route

    class Shop:
        @cherrypy.expose  # type: ignore[untyped-decorator]  # as above
        def items(self, number: str) -> str:
            return str(10 // int(number))

    cherrypy.tools.octoscale = cherrypy.Tool(
        "before_handler", cherrypy_route, priority=10
    )
    config = {"/": {"tools.octoscale.on": True}}
    cherrypy.config.update({"environment": "embedded", "log.screen": False})
    return cherrypy.Application(Shop(), "", config)


def ask(app: Any, path: str, **environ: str) -> tuple[str, bytes]:
    """Ask as a WSGI server does, and close the answer."""
    given: dict[str, Any] = {"PATH_INFO": path, "SCRIPT_NAME": "", **environ}
    setup_testing_defaults(given)
    said: list[str] = []
    body = app(given, lambda status, *_: said.append(status))
    try:
        content = b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()
    return said[0], content


def count(registry: CollectorRegistry, route: str, code: str) -> float | None:
    labels = {"method": "GET", "route": route, "code": code}
    return registry.get_sample_value("web_requests_total", labels)


@pytest.mark.parametrize(
    ("make", "template"),
    [
        pytest.param(flask_app, "/items/<int:number>", id="flask"),
        pytest.param(django_app, "/items/<int:number>", id="django"),
        pytest.param(cherrypy_app, "/items/{}", id="cherrypy"),
    ],
)
def test_requests_are_counted_by_template(
    make: Callable[[], Any], template: str
) -> None:
    registry = CollectorRegistry()
    app = MetricsMiddleware(make(), registry=registry, prefix="web")
    assert ask(app, "/items/1") == ("200 OK", b"10")
    assert ask(app, "/items/2")[1] == b"5"
    assert ask(app, "/wp-login.php")[0].startswith("404")
    assert count(registry, template, "200") == 2
    assert count(registry, "unknown", "404") == 1
    assert registry.get_sample_value("web_requests_in_flight") == 0


def test_a_streamed_answer_is_in_flight_until_it_is_closed() -> None:
    registry = CollectorRegistry()
    closed = []

    class Body:
        def __iter__(self) -> Any:
            yield b"a"
            yield b"b"

        def close(self) -> None:
            closed.append(True)

    def app(environ: Any, start_response: Any) -> Any:
        del environ
        start_response("200 OK", [])
        return Body()

    wrapped = MetricsMiddleware(app, registry=registry, prefix="web", workers=2)
    body: Any = wrapped({"PATH_INFO": "/", "REQUEST_METHOD": "GET"}, lambda *_: None)
    assert b"".join(body) == b"ab"
    assert registry.get_sample_value("web_workers_busy_ratio") == 0.5
    body.close()
    body.close()
    assert closed == [True, True]
    assert registry.get_sample_value("web_requests_in_flight") == 0
    assert count(registry, "unknown", "200") == 1


def test_the_applications_error_passes_through_and_counts() -> None:
    registry = CollectorRegistry()

    def app(environ: Any, start_response: Any) -> Any:
        del environ, start_response
        raise LookupError("theirs")

    wrapped = MetricsMiddleware(app, registry=registry, prefix="web")
    with pytest.raises(LookupError, match="theirs"):
        ask(wrapped, "/")
    assert count(registry, "unknown", "500") == 1
    assert registry.get_sample_value("web_requests_in_flight") == 0


def test_its_own_endpoint_is_served_and_not_measured() -> None:
    registry = CollectorRegistry()
    wrapped = MetricsMiddleware(metrics_app(registry), registry=registry, prefix="web")
    _, text = ask(wrapped, "/metrics")
    assert samples(text.decode())["web_requests_in_flight", ()] == 0
    assert b"web_requests_total{" not in ask(wrapped, "/metrics")[1]
