"""One GET: whole, in time and bounded, or a reason."""

from __future__ import annotations

import socket
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporters.errors import Reason, SourceError
from exporters.fetching import Source, fetch
from octoscale.core.errors import UsageError
from tests.exporters.raw_server import (
    Script,
    drip,
    http,
    raw_server,
    say,
    say_nothing,
    sized,
)

CHUNKED = "Transfer-Encoding: chunked\r\n"


def get(port: int, *, timeout_seconds: float = 10, limit_bytes: int = 1000) -> bytes:
    return fetch(
        Source.parse(f"http://127.0.0.1:{port}/status?auto"),
        timeout_seconds=timeout_seconds,
        limit_bytes=limit_bytes,
    )


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(sized(b"hello"), id="content-length"),
        pytest.param(http(b"hello"), id="until-the-connection-ends"),
        pytest.param(
            http(b"2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", headers=CHUNKED), id="chunked"
        ),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\nhello", id="http-1.0"),
    ],
)
def test_a_whole_answer_is_given_whole(answer: bytes) -> None:
    with raw_server(say(answer)) as port:
        assert get(port) == b"hello"


FAULTS = [
    pytest.param(say(b""), Reason.CONNECTION, id="hangs-up"),
    pytest.param(say(b"\x16\x03\x01\x02\x00"), Reason.CONTENT, id="no-http"),
    pytest.param(say(b"HTTP/1.1 2000 OK\r\n\r\n"), Reason.CONTENT, id="no-status"),
    pytest.param(say(http(b"", status="404 Not Found")), Reason.STATUS, id="404"),
    pytest.param(say(http(b"", status="503 Busy")), Reason.STATUS, id="503"),
    pytest.param(
        say(http(b"", status="302 Found", headers="Location: /\r\n")),
        Reason.REDIRECT,
        id="redirect",
    ),
    pytest.param(say(sized(b"half", announced=9)), Reason.TRUNCATED, id="cut"),
    pytest.param(
        say(http(b"9\r\nhalf", headers=CHUNKED)), Reason.TRUNCATED, id="chunk-cut"
    ),
    pytest.param(say(sized(b"x" * 1001)), Reason.TOO_LARGE, id="huge"),
    pytest.param(
        say(sized(b"x" * 2000, announced=10**15)), Reason.TOO_LARGE, id="endless"
    ),
    pytest.param(
        say(http(b"", headers="X: y\r\n" * 200)), Reason.CONTENT, id="many-headers"
    ),
]


@pytest.mark.parametrize(("script", "reason"), FAULTS)
def test_anything_else_is_an_error_with_its_reason(
    script: Script, reason: Reason
) -> None:
    with raw_server(script) as port, pytest.raises(SourceError) as caught:
        get(port)
    assert caught.value.reason == reason
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(say_nothing, id="says-nothing"),
        pytest.param(drip(b"HTTP/1.1 200 OK\r\nX: "), id="drips-headers"),
        pytest.param(drip(sized(b"x" * 900)), id="drips-a-body"),
        pytest.param(drip(b"HTTP/1.1 100 Continue\r\n\r\n"), id="continues-for-ever"),
    ],
)
def test_the_deadline_holds_however_slowly_the_server_speaks(script: Script) -> None:
    started = time.monotonic()
    with raw_server(script) as port, pytest.raises(SourceError) as caught:
        get(port, timeout_seconds=0.3)
    assert caught.value.reason == Reason.TIMEOUT
    assert time.monotonic() - started < 5  # a per-read time-out would never end


def test_a_port_that_nobody_listens_on_refuses() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(SourceError) as caught:
        get(port)
    assert caught.value.reason == Reason.REFUSED


def test_a_proxy_of_the_environment_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with raw_server(say(sized(b"direct"))) as port:
        assert get(port) == b"direct"


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "localhost",
        "ftp://localhost/",
        "file:///etc/passwd",
        "http://",
        "http://host:99999/",
        "http://host:x/",
        "http://[::1/",
        "http://user:secret@host/",
        "http://host/a b",
        "http://host/\x7f",
        "http://host/ü",
    ],
)
def test_a_uri_that_cannot_be_read_is_wrong_usage(uri: str) -> None:
    with pytest.raises(UsageError) as caught:
        Source.parse(uri)
    assert "secret" not in str(caught.value)


def test_a_uri_is_taken_apart() -> None:
    assert Source.parse("https://host") == Source(
        secure=True, host="host", port=443, request_target="/"
    )
    assert Source.parse("http://[::1]:81/s?auto#x") == Source(
        secure=False, host="::1", port=81, request_target="/s?auto"
    )


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200))
def test_no_answer_ends_in_anything_but_bytes_or_a_reason(noise: bytes) -> None:
    script = say(b"HTTP/1.1 200 OK\r\n" + noise)
    with raw_server(script) as port, suppress(SourceError):
        assert len(get(port)) <= len(noise)
