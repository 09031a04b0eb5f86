"""WSGI: middleware for a service of one's own, and its ``/metrics``.

For Flask, Django, CherryPy and anything else that speaks WSGI, none of which is
imported. What is counted is ``exporters.request_metrics``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection, Iterable, Iterator
from time import perf_counter
from typing import TYPE_CHECKING, Any

from exporters.answering import TIMEOUT_HEADER, exposer
from exporters.request_metrics import (
    DEFAULT_MAXIMUM_SERIES,
    UNKNOWN,
    RequestMetrics,
    queued_seconds,
)

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
App = Callable[[Environ, StartResponse], Iterable[bytes]]

_TIMEOUT = f"HTTP_{TIMEOUT_HEADER.upper().replace('-', '_')}"

ROUTE = "octoscale.route"
"""The environment's key under which ``leave_route`` finds the middleware."""


class MetricsMiddleware:
    """Counts the requests of a WSGI application by route template.

    Flask's route is found by itself; Django needs ``django_route`` among its
    middleware, CherryPy ``cherrypy_route`` as a tool; anybody may call ``leave_route``.
    *workers* is the number of threads that serve one process.
    """

    def __init__(
        self,
        app: App,
        *,
        registry: CollectorRegistry,
        prefix: str,
        workers: int | None = None,
        exclude: Collection[str] = ("/metrics",),
        maximum_series: int = DEFAULT_MAXIMUM_SERIES,
    ) -> None:
        """Register the metrics and wrap *app*."""
        self.app = app
        self._exclude = frozenset(exclude)
        self._metrics = RequestMetrics(
            registry, prefix=prefix, workers=workers, maximum_series=maximum_series
        )

    def __call__(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer one request through the application."""
        if environ.get("PATH_INFO") in self._exclude:
            return self.app(environ, start_response)
        answer = _Answer(self._metrics, environ)

        def noting(status: str, *rest: Any) -> Any:
            answer.code = int(status[:3]) if status[:3].isdigit() else 500
            # Flask forgets its request before the answer has been sent.
            answer.route = answer.route or _flask_route(environ)
            return start_response(status, *rest)

        try:
            answer.body = self.app(environ, noting)
        except BaseException:
            answer.code = 500
            answer.end()
            raise
        return answer


class _Answer:
    """The application's answer, which ends when the server closes it."""

    def __init__(self, metrics: RequestMetrics, environ: Environ) -> None:
        self.body: Iterable[bytes] = ()
        self.code = 500
        self.route = ""
        environ[ROUTE] = self  # an object: CherryPy copies the environment
        self._metrics = metrics
        self._environ = environ
        self._ended = False
        header = environ.get("HTTP_X_REQUEST_START") or environ.get(
            "HTTP_X_QUEUE_START"
        )
        metrics.begin(queued_seconds(header) if header else None)
        self._started = perf_counter()

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.body)

    def close(self) -> None:
        """End the request, and the application's answer first."""
        try:
            close = getattr(self.body, "close", None)
            if close is not None:
                close()
        finally:
            self.end()

    def end(self) -> None:
        """Count the request, once."""
        if self._ended:
            return
        self._ended = True
        seconds = perf_counter() - self._started
        method = str(self._environ.get("REQUEST_METHOD", ""))
        self._metrics.end(method, self.route or UNKNOWN, self.code, seconds)


def leave_route(environ: Environ, template: str) -> None:
    """Tell the middleware which route answers; never a raw path.

    Without the middleware nobody listens, and nothing happens.

    >>> leave_route({}, "/items/{id}")
    """
    answer = environ.get(ROUTE)
    if isinstance(answer, _Answer):
        answer.route = template


def _flask_route(environ: Environ) -> str:
    rule = getattr(environ.get("werkzeug.request"), "url_rule", None)
    found = getattr(rule, "rule", None)
    return found if isinstance(found, str) else ""


def django_route(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Leave Django's route where the middleware finds it; one of its MIDDLEWARE."""

    def middleware(request: Any) -> Any:
        response = get_response(request)
        match = getattr(request, "resolver_match", None)
        if match is not None:
            leave_route(request.META, "/" + str(match.route).lstrip("/"))
        return response

    return middleware


def cherrypy_route() -> None:
    """Leave CherryPy's route where the middleware finds it; a ``before_handler`` tool.

    Its priority must be below 70, where CherryPy's encoder takes the handler's place.

    CherryPy has no templates: what its dispatcher hands to a method as positional
    arguments is not part of the route.
    """
    request: Any = importlib.import_module("cherrypy").serving.request
    handler = request.handler
    if not hasattr(handler, "callable"):  # no page: it is an error to be raised
        return
    parts = [part for part in request.path_info.split("/") if part]
    given = len(handler.args)
    kept = parts[: len(parts) - given] if given else parts
    template = "/" + "/".join([*kept, *["{}"] * given])
    leave_route(request.wsgi_environ, template)


def metrics_app(registry: CollectorRegistry) -> App:
    """Make the WSGI application that serves *registry*.

    Of an ``ExporterRegistry`` each collector may be late by itself; a scrape's own
    time-out is kept, and scrapes at one time share a reading.
    """
    expose = exposer(registry)

    def app(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        status, content_type, body = expose(
            accept=environ.get("HTTP_ACCEPT", ""),
            timeout=environ.get(_TIMEOUT),
        )
        headers = [("Content-Type", content_type), ("Content-Length", str(len(body)))]
        line = "200 OK" if status == 200 else "500 Internal Server Error"
        start_response(line, headers)
        return [body]

    return app
