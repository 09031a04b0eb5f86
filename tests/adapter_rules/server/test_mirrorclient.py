"""The other metrics server over HTTP: asked the same, and never told a secret."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from adapter_rules.server.mirrorclient import MirrorClient
from octoscale.core.errors import UsageError
from tests.adapter_rules.prometheus.test_http import Stub, listening

if TYPE_CHECKING:
    from pathlib import Path

TARGET = "/apis/x/namespaces/a/pods/%2A/m?labelSelector=app%3Dweb"


def asked(url: str) -> Any:
    async def ask() -> Any:
        client = MirrorClient(url, ca_file="", token_file="", timeout_seconds=5)
        try:
            return await client.ask(TARGET)
        finally:
            await client.close()

    return asyncio.run(ask())


def test_path_and_parameters_arrive_as_they_were() -> None:
    with listening(Stub(status=404, body=b'{"kind":"Status"}')) as stub:
        assert asked(stub.url) == (404, {"kind": "Status"})
    (one,) = stub.asked
    assert one["path"] == "/prom/apis/x/namespaces/a/pods/%2A/m"
    assert one["query"] == "labelSelector=app%3Dweb"


@pytest.mark.parametrize("body", [b"<html>", b""])
def test_what_is_no_answer_is_an_os_error(body: bytes) -> None:
    with listening(Stub(body=body)) as stub, pytest.raises(OSError, match=r"."):
        asked(stub.url)
    with pytest.raises(OSError, match=r"."):
        asked(stub.url)


def test_a_token_never_goes_over_http(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("s3cret")
    with pytest.raises(UsageError, match="mirror would be sent over http"):
        MirrorClient(
            "http://adapter",
            ca_file="",
            token_file=str(tmp_path / "token"),
            timeout_seconds=5,
        )
