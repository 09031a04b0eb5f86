"""Where an exporter listens: what people may write, and what it means."""

from __future__ import annotations

import pytest

from octoscale.cli.foreground import Listen, parse_listen


@pytest.mark.parametrize(
    ("text", "host", "port", "loopback"),
    [
        ("127.0.0.1:18883", "127.0.0.1", 18883, True),
        ("127.9.9.9:0", "127.9.9.9", 0, True),
        ("localhost:80", "localhost", 80, True),
        ("[::1]:80", "::1", 80, True),
        (":18883", "0.0.0.0", 18883, False),
        ("0.0.0.0:1", "0.0.0.0", 1, False),
        ("10.0.0.7:65535", "10.0.0.7", 65535, False),
        ("exporter.example:80", "exporter.example", 80, False),
        ("[10.0.0.7]:80", "10.0.0.7", 80, False),
    ],
)
def test_an_address_is_read(text: str, host: str, port: int, loopback: bool) -> None:
    listen = parse_listen(text)
    assert listen == Listen(host, port)
    assert listen.is_loopback is loopback


@pytest.mark.parametrize(
    "text",
    ["", "18883", "host", "host:", "host:x", "host:65536", "::1:80", "h:²", "h:-1"],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"HOST:PORT|brackets"):
        parse_listen(text)
