"""HTTP through the official client's pool: what is sent, and how it fails."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from octoscale.kube import errors
from tests.octoscale.kube.api_stub import Answer, document, serving, transport_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.kube.transport import Transport
    from tests.octoscale.kube.api_stub import Stub


@pytest.fixture
def stub() -> Iterator[Stub]:
    with serving() as running:
        yield running


@pytest.fixture
def transport(stub: Stub) -> Iterator[Transport]:
    with transport_to(stub.url) as made:
        yield made


def test_a_request_carries_query_body_and_type(
    stub: Stub, transport: Transport
) -> None:
    stub.lay("/a", document({"kind": "A"}))
    answer = transport.send(
        "PATCH", "/a", query={"force": "true", "dryRun": ""}, body={"b": 1}
    )
    assert answer == {"kind": "A"}
    [asked] = stub.asked
    assert (asked.method, asked.query) == ("PATCH", {"force": "true"})
    assert json.loads(asked.body) == {"b": 1}
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["accept"] == "application/json"


def test_a_bearer_token_is_sent(stub: Stub) -> None:
    stub.lay("/a", document({}))
    with transport_to(stub.url, token="sesame") as transport:  # noqa: S106 - no secret
        transport.send("GET", "/a")
    assert stub.asked[0].headers["authorization"] == "Bearer sesame"


def test_a_status_document_becomes_an_error(stub: Stub, transport: Transport) -> None:
    refusal = {"kind": "Status", "reason": "Forbidden", "message": "not you"}
    stub.lay("/a", document(refusal, status=403))
    with pytest.raises(errors.ForbiddenError, match="not you"):
        transport.send("GET", "/a")


def test_a_page_of_a_proxy_is_quoted(stub: Stub, transport: Transport) -> None:
    stub.lay("/a", Answer(status=502, body=b"<h1>bad gateway</h1>"))
    with pytest.raises(errors.KubeError, match="502 <h1>bad gateway</h1>") as caught:
        transport.send("GET", "/a")
    assert caught.value.status == 502


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<html>sign in</html>", id="a page"),
        pytest.param(b'{"kind": ', id="half a document"),
    ],
)
def test_a_good_status_without_json_is_an_error(
    stub: Stub, transport: Transport, body: bytes
) -> None:
    stub.lay("/a", Answer(body=body))
    with pytest.raises(errors.KubeError):
        transport.send("GET", "/a")


def test_a_redirect_is_not_followed(stub: Stub, transport: Transport) -> None:
    stub.lay("/a", Answer(status=302))
    with pytest.raises(errors.KubeError) as caught:
        transport.send("GET", "/a")
    assert caught.value.status == 302
    assert len(stub.asked) == 1


def test_a_silent_server_is_unreachable(stub: Stub) -> None:
    stub.lay("/a", Answer(silent=True))
    with (
        transport_to(stub.url, timeout_seconds=0.1) as transport,
        pytest.raises(errors.UnreachableError),
    ):
        transport.send("GET", "/a")


def test_a_closed_port_is_unreachable_and_names_the_server() -> None:
    with serving() as gone:
        url = gone.url
    with (
        transport_to(url) as transport,
        pytest.raises(errors.UnreachableError, match=url),
    ):
        transport.send("GET", "/a")


def test_a_cut_connection_is_unreachable(stub: Stub, transport: Transport) -> None:
    stub.lay("/a", Answer(body=b"{}", missing_bytes=10))
    with pytest.raises(errors.UnreachableError):
        transport.send("GET", "/a")


class TestLines:
    def test_each_line_comes_whole(self, stub: Stub, transport: Transport) -> None:
        stub.lay("/w", Answer(body=b'{"a": 1}\n\n{"b": "\xc3\xa4"}\nrest'))
        lines = list(transport.lines("/w", query={"watch": "true"}, seconds=1))
        assert lines == [b'{"a": 1}', b'{"b": "\xc3\xa4"}', b"rest"]
        assert stub.asked[0].query == {"watch": "true"}

    def test_a_refusal_is_an_error(self, stub: Stub, transport: Transport) -> None:
        stub.lay("/w", document({"reason": "Expired"}, status=410))
        with pytest.raises(errors.GoneError):
            next(transport.lines("/w", query={}, seconds=1))

    def test_a_cut_stream_gives_what_came_and_then_fails(
        self, stub: Stub, transport: Transport
    ) -> None:
        stub.lay("/w", Answer(body=b'{"a": 1}\n', missing_bytes=10))
        lines = transport.lines("/w", query={}, seconds=1)
        assert next(lines) == b'{"a": 1}'
        with pytest.raises(errors.UnreachableError):
            next(lines)

    def test_a_stream_can_be_left_early(self, stub: Stub, transport: Transport) -> None:
        stub.lay("/w", Answer(body=b"1\n2\n", missing_bytes=10))
        lines = transport.lines("/w", query={}, seconds=1)
        next(lines)
        lines.close()
        stub.lay("/a", document({"still": "works"}))
        assert transport.send("GET", "/a") == {"still": "works"}


def test_a_text_is_given_as_it_is_and_an_error_as_one(
    stub: Stub, transport: Transport
) -> None:
    stub.lay("/metrics", Answer(body=b'up 1\nname{a="\xff"} 2\n'))
    assert transport.text("/metrics") == 'up 1\nname{a="\ufffd"} 2\n'
    [asked] = stub.asked
    assert asked.headers["accept"].startswith("text/plain")
    stub.lay("/gone", Answer(status=503, body=b"no endpoints available"))
    with pytest.raises(errors.KubeError, match="no endpoints available"):
        transport.text("/gone")
