"""The client asks gently, and tells apart what can go wrong."""

from __future__ import annotations

import http.server
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from adapter_rules.errors import (
    PrometheusAnswerError,
    PrometheusError,
    PrometheusGarbageError,
    PrometheusUnreachableError,
)
from adapter_rules.prometheus.api_client import LONG_QUERY, Limits, PrometheusClient
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VECTOR = {"status": "success", "data": {"resultType": "vector", "result": []}}


@dataclass
class Script:
    """What the server answers, and what it was asked."""

    status: int = 200
    body: bytes = json.dumps(VECTOR).encode()
    location: str = ""
    asked: list[tuple[str, str, dict[str, list[str]], str]] = field(
        default_factory=list
    )
    before: Callable[[], None] = lambda: None
    endless: bool = False


@contextmanager
def serving(script: Script) -> Iterator[str]:
    """Serve *script* and give the server's URL."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self, form: str) -> None:
            parts = urlsplit(self.path)
            query = parse_qs(form or parts.query, keep_blank_values=True)
            agent = self.headers["User-Agent"]
            script.asked.append((self.command, parts.path, query, agent))
            script.before()
            self.send_response(script.status)
            if script.location:
                self.send_header("Location", script.location)
            if not script.endless:
                self.send_header("Content-Length", str(len(script.body)))
            self.end_headers()
            self.wfile.write(script.body)

        def do_GET(self) -> None:
            self.answer("")

        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            self.answer(self.rfile.read(size).decode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_query_is_sent_as_the_adapter_sends_it() -> None:
    script = Script()
    with serving(script) as url, PrometheusClient(url + "/prom/") as client:
        client.query('up{a="b c"}', 1234.5)
    ((method, path, query, agent),) = script.asked
    assert (method, path) == ("GET", "/prom/api/v1/query")
    assert query["query"] == ['up{a="b c"}']
    assert query["time"] == ["1234.5"]
    assert query["timeout"] == ["10s"]
    assert agent.startswith("octoscale/")


def test_long_queries_are_posted() -> None:
    script = Script()
    promql = "x" * (LONG_QUERY + 1)
    with serving(script) as url, PrometheusClient(url) as client:
        client.query(promql)
    ((method, _, query, _),) = script.asked
    assert (method, query["query"]) == ("POST", [promql])


def test_series_are_asked_with_limit_and_look_back() -> None:
    rows = [{"__name__": "up", "x": str(number)} for number in range(5)]
    body = json.dumps({"status": "success", "data": rows}).encode()
    script = Script(body=body)
    with serving(script) as url, PrometheusClient(url) as client:
        answer = client.series("up", limit=3, start=1000.25, end=2000)
    ((_, path, query, _),) = script.asked
    assert path == "/api/v1/series"
    assert query == {
        "match[]": ["up"], "start": ["1000.25"], "end": ["2000"], "limit": ["4"],
    }  # fmt: skip
    assert len(answer.series) == 3
    assert answer.truncated


ERROR = {"status": "error", "errorType": "bad_data", "error": "1:1: parse error"}
BUSY = {"status": "error", "errorType": "timeout", "error": "query timed out"}


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (400, ERROR, PrometheusAnswerError, "1:1: parse error"),
        (422, ERROR, PrometheusAnswerError, "parse error"),
        (503, BUSY, PrometheusAnswerError, "timed out"),
        (200, BUSY, PrometheusAnswerError, "timed out"),
        (500, "oops", PrometheusAnswerError, "500"),
        (500, BUSY, PrometheusAnswerError, "timed out"),
        (401, "", PrometheusAnswerError, "Unauthorized"),
        (404, "<html>", PrometheusAnswerError, "Not Found"),
        (599, "", PrometheusAnswerError, "unknown status"),
        (200, "<html>", PrometheusGarbageError, "JSON"),
        (200, "", PrometheusGarbageError, "JSON"),
        (200, "[]", PrometheusGarbageError, "JSON"),
        (503, "<html>", PrometheusGarbageError, "JSON"),
        (200, {}, PrometheusAnswerError, "status None"),
        (200, {"status": "success"}, PrometheusGarbageError, "expected"),
        (
            200,
            {"status": "success", "data": {"resultType": "x", "result": []}},
            PrometheusGarbageError,
            "'x'",
        ),
    ],
)
def test_what_can_be_wrong_with_an_answer(
    status: int, body: Any, kind: type[Exception], words: str
) -> None:
    raw = body if isinstance(body, str) else json.dumps(body)
    with (
        serving(Script(status=status, body=raw.encode())) as url,
        PrometheusClient(url) as client,
        pytest.raises(kind) as caught,
    ):
        client.query("up")
    assert words in str(caught.value)
    assert url in str(caught.value)
    assert "\n" not in str(caught.value)


def test_nothing_is_asked_twice() -> None:
    script = Script(status=503, body=json.dumps(BUSY).encode())
    with serving(script) as url, PrometheusClient(url) as client:
        for _ in range(2):
            with pytest.raises(PrometheusError):
                client.query("up")
    assert len(script.asked) == 2


def test_no_redirect_is_followed() -> None:
    elsewhere = Script()
    with serving(elsewhere) as other:
        script = Script(status=302, body=b"", location=f"{other}/x")
        with (
            serving(script) as url,
            PrometheusClient(url) as client,
            pytest.raises(PrometheusAnswerError, match="302"),
        ):
            client.query("up")
    assert elsewhere.asked == []


def test_nobody_there() -> None:
    with serving(Script()) as url:
        pass
    with (
        PrometheusClient(url) as client,
        pytest.raises(PrometheusUnreachableError, match="Connection refused"),
    ):
        client.query("up")


def test_a_name_that_does_not_resolve() -> None:
    with (
        PrometheusClient("http://nowhere.invalid:1") as client,
        pytest.raises(PrometheusUnreachableError, match="nowhere"),
    ):
        client.query("up")


def test_no_answer_in_time() -> None:
    release = threading.Event()

    def hold() -> None:
        release.wait(10)

    script = Script(before=hold)
    with (
        serving(script) as url,
        PrometheusClient(url, limits=Limits(timeout_seconds=0.05)) as client,
    ):
        with pytest.raises(PrometheusUnreachableError, match="no answer in time"):
            client.query("up")
        release.set()


def test_an_answer_that_is_too_large_is_cut_off() -> None:
    with (
        serving(Script(body=b"[" * 300_000)) as url,
        PrometheusClient(url, limits=Limits(answer_bytes=100_000)) as client,
        pytest.raises(PrometheusAnswerError, match="larger than") as caught,
    ):
        client.query("up")
    assert caught.value.is_about_the_question


def test_at_most_four_are_asked_at_once() -> None:
    lock, waiting = threading.Lock(), threading.Barrier(4)
    now, most = 0, 0

    def before() -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        waiting.wait(10)
        with lock:
            now -= 1

    with (
        serving(Script(before=before)) as url,
        PrometheusClient(url) as client,
        ThreadPoolExecutor(12) as pool,
    ):
        list(pool.map(client.query, [f"m{number}" for number in range(12)]))
    assert most == 4


@pytest.mark.parametrize(
    "url", ["nonsense", "ftp://x", "http://", "", "127.0.0.1:9090"]
)
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="not a Prometheus URL"):
        PrometheusClient(url)


def test_no_secret_of_the_url_is_shown() -> None:
    with serving(Script()) as url:
        pass
    secret = url.replace("http://", "http://user:secret@")
    with (
        PrometheusClient(secret) as client,
        pytest.raises(PrometheusUnreachableError) as caught,
    ):
        client.query("up")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("ask", "path", "data"),
    [
        (lambda c: c.metadata(), "/api/v1/metadata", {}),
        (lambda c: c.metadata("up"), "/api/v1/metadata", {}),
        (lambda c: c.scrape_targets(), "/api/v1/targets", {"activeTargets": []}),
        (lambda c: c.version(), "/api/v1/status/buildinfo", {"version": "2"}),
    ],
)
def test_each_question_has_its_path(
    ask: Callable[[PrometheusClient], object], path: str, data: Any
) -> None:
    script = Script(body=json.dumps({"status": "success", "data": data}).encode())
    with serving(script) as url, PrometheusClient(url) as client:
        ask(client)
    assert script.asked[0][1] == path
