"""Requests out of bytes: strict, bounded, and the same however they are cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.demo_http import (
    MAXIMUM_BODY_BYTES,
    MAXIMUM_HEAD_BYTES,
    BadRequestError,
    Request,
    RequestParser,
)

SIMPLE = b"GET /a HTTP/1.1\r\nHost: demo\r\n\r\n"
PIPELINE = (
    SIMPLE
    + b"POST /b HTTP/1.1\r\nHost: demo\r\nContent-Length: 5\r\n\r\nhello"
    + b"\r\nHEAD /c?d=e HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
)


def parse(data: bytes) -> list[Request | BadRequestError]:
    return RequestParser().feed(data)


def shown(found: list[Request | BadRequestError]) -> list[object]:
    return [
        item.status if isinstance(item, BadRequestError) else item for item in found
    ]


def test_pipelined_requests_come_out_in_their_order() -> None:
    found = parse(PIPELINE)
    assert found == [
        Request("GET", "/a", (("Host", "demo"),), keep_alive=True, body_bytes=0),
        Request(
            "POST",
            "/b",
            (("Host", "demo"), ("Content-Length", "5")),
            keep_alive=True,
            body_bytes=5,
        ),
        Request(
            "HEAD",
            "/c?d=e",
            (("Connection", "keep-alive"),),
            keep_alive=True,
            body_bytes=0,
        ),
    ]


@given(st.lists(st.integers(0, len(PIPELINE)), max_size=20))
def test_how_the_bytes_are_cut_does_not_matter(cuts: list[int]) -> None:
    parser = RequestParser()
    edges = [0, *sorted(cuts), len(PIPELINE)]
    found = [
        request
        for start, end in pairwise(edges)
        for request in parser.feed(PIPELINE[start:end])
    ]
    assert found == parse(PIPELINE)


@pytest.mark.parametrize(
    ("line", "connection", "expected"),
    [
        ("HTTP/1.1", "", True),
        ("HTTP/1.1", "Connection: close\r\n", False),
        ("HTTP/1.1", "Connection: x, Close\r\n", False),
        ("HTTP/1.0", "", False),
        ("HTTP/1.0", "Connection: Keep-Alive\r\n", True),
    ],
)
def test_a_connection_is_kept_as_its_version_says(
    line: str, connection: str, expected: bool
) -> None:
    (request,) = parse(f"GET / {line}\r\nHost: x\r\n{connection}\r\n".encode())
    assert isinstance(request, Request)
    assert request.keep_alive is expected


def head(*lines: str) -> bytes:
    return "\r\n".join(["GET / HTTP/1.1", "Host: x", *lines, "", ""]).encode("latin-1")


@pytest.mark.parametrize(
    ("data", "status"),
    [
        pytest.param(b"hello\r\n\r\n", 400, id="no-request-line"),
        pytest.param(b"GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400, id="two-spaces"),
        pytest.param(b"GET / HTTP/1.1 \r\nHost: x\r\n\r\n", 400, id="space-after"),
        pytest.param(b"G(T / HTTP/1.1\r\nHost: x\r\n\r\n", 400, id="method"),
        pytest.param(b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n", 400, id="null"),
        pytest.param(b"GET /\xc3 HTTP/1.1\r\nHost: x\r\n\r\n", 400, id="non-ascii"),
        pytest.param(b"GET / HTTP/1.1\nHost: x\n\r\n\r\n", 400, id="bare-line-feed"),
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", 400, id="no-host"),
        pytest.param(head("host: y"), 400, id="two-hosts"),
        pytest.param(head("name : value"), 400, id="space-before-colon"),
        pytest.param(head(": value"), 400, id="no-name"),
        pytest.param(head("a: b", " folded"), 400, id="folded"),
        pytest.param(head("a: b\x00"), 400, id="null-in-value"),
        pytest.param(head("Content-Length: -1"), 400, id="negative"),
        pytest.param(head("Content-Length: +1"), 400, id="plus"),
        pytest.param(head("Content-Length: 1_0"), 400, id="underscore"),
        pytest.param(
            head("Content-Length: 1", "Content-Length: 2"), 400, id="two-lengths"
        ),
        pytest.param(head(f"Content-Length: {'9' * 19}"), 400, id="length-too-long"),
        pytest.param(
            head(f"Content-Length: {MAXIMUM_BODY_BYTES + 1}"), 413, id="body-too-large"
        ),
        pytest.param(head("Expect: miracles"), 417, id="expectation"),
        pytest.param(
            b"GET / HTTP/1.1\r\n" + b"x" * 20_000, 431, id="headers-too-large"
        ),
        pytest.param(head("Transfer-Encoding: chunked"), 501, id="chunked"),
        pytest.param(
            head("Transfer-Encoding: chunked", "Content-Length: 1"), 501, id="smuggled"
        ),
        pytest.param(b"GET / HTTP/2.0\r\n\r\n", 505, id="http-2"),
        pytest.param(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, id="http-2-preface"),
    ],
)
def test_what_is_no_request_gets_its_status(data: bytes, status: int) -> None:
    assert shown(parse(data)) == [status]


def test_requests_before_nonsense_are_answered_and_none_after_it() -> None:
    parser = RequestParser()
    found = parser.feed(SIMPLE + b"nonsense\r\n\r\n" + SIMPLE)
    assert [type(item) for item in found] == [Request, BadRequestError]
    assert parser.feed(SIMPLE) == []


def test_equal_lengths_are_one_length() -> None:
    data = head("Content-Length: 2", "Content-Length: 2") + b"ab" + SIMPLE
    assert [type(item) for item in parse(data)] == [Request, Request]


def test_a_client_that_waits_for_leave_is_seen_once() -> None:
    parser = RequestParser()
    parser.feed(head("Expect: 100-continue", "Content-Length: 3"))
    assert [parser.take_continue(), parser.take_continue()] == [True, False]
    assert len(parser.feed(b"abc")) == 1


def test_a_client_that_did_not_wait_is_not_kept_waiting() -> None:
    parser = RequestParser()
    parser.feed(head("Expect: 100-continue", "Content-Length: 3") + b"a")
    assert not parser.take_continue()


@given(st.lists(st.binary(max_size=300), max_size=30))
def test_noise_never_raises_and_never_piles_up(parts: list[bytes]) -> None:
    parser = RequestParser()
    errors = 0
    for part in parts:
        found = parser.feed(part)
        errors += sum(isinstance(item, BadRequestError) for item in found)
    assert errors <= 1


def test_an_endless_header_is_not_kept() -> None:
    parser = RequestParser()
    fed = 0
    while not parser.feed(b"a" * 1000):
        fed += 1000
    assert fed < MAXIMUM_HEAD_BYTES
    assert parser.feed(b"a" * 1000) == []
