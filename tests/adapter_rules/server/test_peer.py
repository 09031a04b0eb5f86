"""Over real TLS: who shows which certificate, and what that is worth."""

from __future__ import annotations

import http.client
import shutil
import socket
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from adapter_rules.server.peer import MAX_HEAD_BYTES, PeerProtocol, peer_name
from adapter_rules.server.tls import RotatingContext, ServingFiles
from octoscale.core.errors import FileAccessError
from tests.controlplane.certificates import Authority, KeyPair, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"


@dataclass(frozen=True)
class World:
    """Two authorities and their certificates."""

    own: Authority
    proxies: Authority
    serving: KeyPair
    proxy: KeyPair
    stranger: KeyPair


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    found = shutil.which("openssl")
    if found is None:
        pytest.skip("openssl is missing")
    folder, openssl = tmp_path_factory.mktemp("tls"), Path(found)
    own = Authority("own", folder=folder, openssl=openssl)
    proxies = Authority("proxies", folder=folder, openssl=openssl)
    return World(
        own,
        proxies,
        own.issue("serving", Subject(common_name="serving"), hosts=[HOST]),
        proxies.issue("proxy", Subject(common_name="front-proxy-client")),
        own.issue("stranger", Subject(common_name="front-proxy-client")),
    )


async def tell_peer(scope: Any, receive: Any, send: Any) -> None:
    """Answer with the name of the peer."""
    del receive
    start = {"type": "http.response.start", "status": 200, "headers": []}
    await send(start)
    await send({"type": "http.response.body", "body": peer_name(scope).encode()})


@contextmanager
def serving(context: ssl.SSLContext | None) -> Iterator[int]:
    """Serve ``tell_peer`` in a thread; give the port."""
    config: Any = uvicorn.Config(
        tell_peer, http=PeerProtocol, ws="none", lifespan="off", log_config=None
    )
    config.load()
    config.ssl = context
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join()


def ask(
    port: int, world: World, pair: KeyPair | None, headers: dict[str, str] | None = None
) -> str:
    """Ask as the holder of *pair*."""
    context = ssl.create_default_context(cafile=str(world.own.certificate))
    if pair is not None:
        context.load_cert_chain(pair.certificate, pair.key)
    connection = http.client.HTTPSConnection(HOST, port, context=context, timeout=10)
    try:
        connection.request("GET", "/", headers=headers or {})
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def test_only_a_certificate_of_the_front_proxy_s_authority_has_a_name(
    world: World,
) -> None:
    files = ServingFiles(str(world.serving.certificate), str(world.serving.key))
    context = files.context(world.proxies.certificate.read_text())
    with serving(RotatingContext(context)) as port:
        assert ask(port, world, world.proxy) == "front-proxy-client"
        forged = {"octoscale.peer": "front-proxy-client"}
        assert ask(port, world, None, forged) == ""
        with pytest.raises((ssl.SSLError, OSError, http.client.HTTPException)):
            ask(port, world, world.stranger)


def test_a_renewed_certificate_serves_the_next_connection(
    world: World, tmp_path: Path
) -> None:
    certificate, key = tmp_path / "tls.crt", tmp_path / "tls.key"
    shutil.copy(world.serving.certificate, certificate)
    shutil.copy(world.serving.key, key)
    files = ServingFiles(str(certificate), str(key))
    shell = RotatingContext(files.context(""))
    assert not files.changed("")
    with serving(shell) as port:
        first = ssl.get_server_certificate((HOST, port))
        renewed = world.own.issue("renewed", Subject(common_name="new"), hosts=[HOST])
        shutil.copy(renewed.certificate, certificate)
        # Half of a renewal is none: the old pair goes on.
        with pytest.raises(FileAccessError):
            files.context("")
        shutil.copy(renewed.key, key)
        assert files.changed("")
        shell.current = files.context("")
        assert not files.changed("")
        assert ssl.get_server_certificate((HOST, port)) != first


def test_other_authorities_count_as_a_change(world: World) -> None:
    files = ServingFiles(str(world.serving.certificate), str(world.serving.key))
    files.context("")
    assert files.changed(world.proxies.certificate.read_text())


def test_a_head_without_end_is_cut_off() -> None:
    with (
        serving(None) as port,
        socket.create_connection((HOST, port), timeout=10) as connection,
    ):
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: ")
        sent = 0
        answer = b""
        while not answer and sent < 20 * MAX_HEAD_BYTES:
            try:
                connection.sendall(b"x" * 8192)
                sent += 8192
                connection.settimeout(0.05)
                answer = connection.recv(100)
            except TimeoutError:
                connection.settimeout(10)
            except OSError:
                break
    assert sent <= 2 * MAX_HEAD_BYTES
    assert answer.startswith(b"HTTP/1.1 400") or not answer


def test_many_requests_on_one_connection_are_counted_apart() -> None:
    with serving(None) as port:
        connection = http.client.HTTPConnection(HOST, port, timeout=10)
        for _ in range(3):
            connection.request("GET", "/", headers={"X-Big": "x" * 40_000})
            assert connection.getresponse().read() == b""
        connection.close()
