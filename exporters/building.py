"""From words to a collector: what the command line and the catalogue ask for.

Only what can be said in words: a service that embeds a collector calls its class.
A collector's module is imported when it is asked for.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from exporters.collectors import COLLECTORS
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporters.source_collector import SourceCollector

PAGE_KINDS = ("apache", "cherrypy", "couchdb", "das", "expvar", "http", "wmcore")
"""Collectors that need a URI and no more."""

KINDS = (*PAGE_KINDS, "cgroup", "groups", "mongodb", "process", "redis")
"""Collectors that words can describe; a mapping needs code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be exported; what is left out is the collector's default."""

    kind: str
    prefix: str = ""
    uri: str = ""
    pattern: str = ""
    """Of a process' command line."""

    timeout_seconds: float | None = None
    credentials: tuple[str, str] | None = None
    databases: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)


def build_collector(request: Request) -> SourceCollector:
    """Make the collector; ``UsageError`` when the words make none.

    >>> str(build_collector(Request(kind="process", pattern="httpgo", prefix="web")))
    "the process whose command line matches 'httpgo'"
    """
    if request.kind not in KINDS:
        raise UsageError(
            f"no collector of that kind: {request.kind!r}",
            hint=f"one of {', '.join(KINDS)}",
        )
    row = next(row for row in COLLECTORS if row.name == request.kind)
    module = importlib.import_module(f"exporters.collectors.{row.name}")
    collector = getattr(module, f"{row.name.capitalize()}Collector")
    arguments = {"prefix": request.prefix or row.prefix, **_arguments(request)}
    built: SourceCollector = collector(**arguments)
    return built


def _arguments(request: Request) -> dict[str, Any]:
    kind = request.kind
    if kind == "cgroup":
        return {}
    if kind == "groups":
        return {"groups": request.groups}
    if kind == "process":
        return {"pattern": request.pattern}
    waits = request.timeout_seconds
    timed = {} if waits is None else {"timeout_seconds": waits}
    if kind == "redis":
        return {**timed, **_redis(request)}
    uri = {"uri": request.uri} if request.uri else {}
    if kind == "mongodb":
        return {**timed, **uri}
    named = {"databases": request.databases} if kind == "couchdb" else {}
    return {**timed, **uri, **named, "credentials": request.credentials}


def _redis(request: Request) -> dict[str, Any]:
    parts = urlsplit(request.uri or "redis://127.0.0.1:6379/0")
    path = parts.path.strip("/") or "0"
    try:
        port = parts.port or 6379
    except ValueError as error:
        raise UsageError(f"not a URI of Redis: {error}") from error
    if parts.scheme != "redis" or parts.password or not path.isdigit():
        raise UsageError(
            "not a URI of Redis without a password: redis://HOST:PORT/DATABASE"
        )
    user, password = request.credentials or (None, None)
    return {
        "host": parts.hostname or "127.0.0.1",
        "port": port,
        "database": int(path),
        "queues": request.queues,
        "user": user or None,
        "password": password,
    }
