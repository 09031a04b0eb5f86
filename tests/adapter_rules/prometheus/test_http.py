"""The async driver, against a server that answers what it is told to."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from adapter_rules.errors import (
    PrometheusAnswerError,
    PrometheusError,
    PrometheusGarbageError,
    PrometheusUnreachableError,
)
from adapter_rules.prometheus.http import (
    Connection,
    HttpPrometheus,
    NullResultError,
    query_result,
    read_answer,
)
from octoscale.core.errors import FileAccessError, UsageError

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator
    from pathlib import Path

VECTOR = {
    "status": "success",
    "data": {
        "resultType": "vector",
        "result": [{"metric": {"pod": "a"}, "value": [5.5, "1.5"]}],
    },
}


@dataclass
class Stub:
    """A server on loopback, and what it was asked."""

    status: int = 200
    body: bytes = field(default_factory=lambda: json.dumps(VECTOR).encode())
    headers: dict[str, str] = field(default_factory=dict)
    hang: bool = False
    port: int = 0
    asked: list[dict[str, Any]] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Its base URL, with a path and a slash that is dropped."""
        return f"http://127.0.0.1:{self.port}/prom/"

    def answer(self, handler: BaseHTTPRequestHandler, form: str) -> None:
        """Note the question and answer it."""
        parts = urlsplit(handler.path)
        given = parse_qs(form, keep_blank_values=True)
        self.asked.append(
            {
                "method": handler.command,
                "path": parts.path,
                "query": parts.query,
                "parameters": {k: v[0] for k, v in given.items()},
                "headers": handler.headers,
            }
        )
        if self.hang:
            self.gone.wait(20)
            return
        handler.send_response(self.status)
        for name, value in self.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(self.body)))
        handler.end_headers()
        handler.wfile.write(self.body)


@pytest.fixture
def stub() -> Iterator[Stub]:
    with listening(Stub()) as made:
        yield made


@contextmanager
def listening(made: Stub) -> Iterator[Stub]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.answer(self, urlsplit(self.path).query)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            made.answer(self, self.rfile.read(length).decode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield made
    finally:
        made.gone.set()
        server.shutdown()
        thread.join()
        server.server_close()


def asked(connection: Connection, promql: str = "up") -> Any:
    """Ask once, and close."""

    async def ask() -> Any:
        prometheus = HttpPrometheus(connection)
        try:
            return await prometheus.query(promql, 1795329945.32)
        finally:
            await prometheus.close()

    return run(ask())


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def test_a_query_is_asked_as_the_adapter_asks(stub: Stub) -> None:
    headers = (("X-Scope-Orgid", "t1"), ("X-Empty", ""))
    result = asked(Connection(url=stub.url, headers=headers))
    assert result.samples[0].value == 1.5
    (one,) = stub.asked
    assert (one["method"], one["path"]) == ("GET", "/prom/api/v1/query")
    assert one["parameters"]["query"] == "up"
    assert one["parameters"]["time"] == "1795329945.32"
    assert one["headers"]["X-Scope-Orgid"] == "t1"
    assert one["headers"]["X-Empty"] == ""


@pytest.mark.parametrize(
    ("verb", "promql"), [("POST", "up"), ("GET", "x" * 3000)], ids=["verb", "long"]
)
def test_a_long_query_is_posted_as_a_form(stub: Stub, verb: Any, promql: str) -> None:
    asked(Connection(url=stub.url, verb=verb), promql)
    (one,) = stub.asked
    assert (one["method"], one["query"]) == ("POST", "")
    assert one["parameters"]["query"] == promql


def test_series_have_a_start_and_no_end(stub: Stub) -> None:
    found = [{"__name__": "up", "job": "a"}]
    stub.body = json.dumps({"status": "success", "data": found}).encode()

    async def ask() -> Any:
        prometheus = HttpPrometheus(Connection(url=stub.url))
        try:
            return await prometheus.series('{job="a"}', start=5.0)
        finally:
            await prometheus.close()

    (series,) = run(ask())
    assert series.name == "up"
    assert stub.asked[0]["parameters"] == {"match[]": '{job="a"}', "start": "5"}


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        pytest.param(
            400, '{"status":"error","error":"x"}', PrometheusAnswerError, id="400"
        ),
        pytest.param(503, "busy", PrometheusAnswerError, id="503 in words"),
        pytest.param(401, "x", PrometheusAnswerError, id="401"),
        pytest.param(200, "<html>", PrometheusGarbageError, id="html"),
        pytest.param(200, '{"status":"success"}', PrometheusGarbageError, id="no data"),
        pytest.param(200, "[]", PrometheusGarbageError, id="a list"),
        pytest.param(
            200,
            '{"status":"success","data":{"resultType":"vector","result":null}}',
            NullResultError,
            id="null",
        ),
    ],
)
def test_whatever_is_no_answer_is_an_error(
    status: int, body: str, error: type[PrometheusError]
) -> None:
    with pytest.raises(error):
        read_answer("/api/v1/query", status, body.encode(), query_result)


def test_a_redirect_is_not_followed(stub: Stub) -> None:
    with listening(Stub()) as elsewhere:
        stub.status, stub.headers = 302, {"Location": elsewhere.url}
        with pytest.raises(PrometheusAnswerError):
            asked(Connection(url=stub.url))
        assert elsewhere.asked == []


def test_no_answer_in_time_is_unreachable(stub: Stub) -> None:
    stub.hang = True
    with pytest.raises(PrometheusUnreachableError, match="no answer in time"):
        asked(Connection(url=stub.url, timeout_seconds=0.2))


def test_nobody_there_is_unreachable() -> None:
    with listening(Stub()) as stub:
        url = stub.url
    with pytest.raises(PrometheusUnreachableError):
        asked(Connection(url=url))


def test_an_answer_without_end_is_cut_off(stub: Stub) -> None:
    stub.body = b"x" * 200_000
    with pytest.raises(PrometheusAnswerError, match="larger than"):
        asked(Connection(url=stub.url, answer_bytes=100_000))


def test_a_secret_never_goes_over_http(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("s3cret")
    with pytest.raises(UsageError, match="over http") as caught:
        HttpPrometheus(Connection(url="http://a", token_file=str(token)))
    assert "s3cret" not in str(caught.value)
    with pytest.raises(UsageError, match="over http") as caught:
        HttpPrometheus(Connection(url="http://user:s3cret@a"))
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("url", ["", "prometheus:9090", "ftp://a", "http://"])
def test_what_is_no_url_is_misuse(url: str) -> None:
    with pytest.raises(UsageError):
        HttpPrometheus(Connection(url=url))


def test_an_unreadable_token_file_is_told_at_the_start(tmp_path: Path) -> None:
    missing = str(tmp_path / "token")
    with pytest.raises(FileAccessError):
        HttpPrometheus(Connection(url="https://a", token_file=missing))
