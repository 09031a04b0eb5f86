"""Ways into a Prometheus: tokens, passwords, headers, certificates."""

from __future__ import annotations

import shutil
import ssl
import threading
from base64 import b64encode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from adapter_rules.errors import PrometheusUnreachableError
from adapter_rules.prometheus.access import Access, header
from adapter_rules.prometheus.api_client import PrometheusClient
from octoscale.core.errors import FileAccessError, UsageError
from tests.controlplane.certificates import Authority, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"
ANSWER = b'{"status":"success","data":{"version":"9"}}'


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[tuple[str, list[str]]]:
    """Answer as Prometheus; give the URL, and each request's headers as text."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(str(self.headers))
            self.send_response(200)
            self.send_header("Content-Length", str(len(ANSWER)))
            self.end_headers()
            self.wfile.write(ANSWER)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer((HOST, 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    scheme = "http" if tls is None else "https"
    try:
        yield f"{scheme}://{HOST}:{server.server_address[1]}", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def secret(folder: Path, text: str = "s3cret\n") -> str:
    path = folder / "secret"
    path.write_text(text)
    return str(path)


def test_a_token_is_read_for_every_question(tmp_path: Path) -> None:
    access = Access(token_file=secret(tmp_path))
    with serving() as (url, seen), PrometheusClient(url, access=access) as client:
        assert client.version() == "9"
        secret(tmp_path, "rotated")
        client.version()
    assert "Authorization: Bearer s3cret\n" in seen[0]
    assert "Authorization: Bearer rotated\n" in seen[1]


def test_a_user_with_a_password(tmp_path: Path) -> None:
    access = Access(user="me", password_file=secret(tmp_path))
    with serving() as (url, seen), PrometheusClient(url, access=access) as client:
        client.version()
    assert f"Basic {b64encode(b'me:s3cret').decode()}\n" in seen[0]


def test_headers_are_sent_along() -> None:
    pairs = (("X-Scope-OrgID", "a"), ("X-Scope-OrgID", "b"))
    access = Access(headers=pairs)
    with serving() as (url, seen), PrometheusClient(url, access=access) as client:
        client.version()
    assert "X-Scope-OrgID: a, b\n" in seen[0]


def test_nothing_is_sent_without_being_asked_for() -> None:
    with serving() as (url, seen), PrometheusClient(url) as client:
        client.version()
    assert "Authorization" not in seen[0]


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("http://prometheus.example:9090", False),
        ("http://10.0.0.1:9090", False),
        ("https://prometheus.example", True),
        ("http://localhost:9090", True),
        ("http://[::1]:9090", True),
    ],
)
def test_a_secret_never_crosses_a_network_in_clear(
    tmp_path: Path, url: str, *, fine: bool
) -> None:
    access = Access(token_file=secret(tmp_path))
    if fine:
        access.check_url(url)
        return
    with pytest.raises(UsageError, match="not sent over http"):
        PrometheusClient(url, access=access)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"user": "a"}, "password file"),
        ({"password_file": "x"}, "password file"),
        ({"token_file": "x", "user": "a"}, "exclude"),
        ({"certificate_file": "x"}, "needs its key"),
    ],
)
def test_parts_that_do_not_go_together(parts: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        Access(**parts)  # type: ignore[arg-type]  # texts only


def test_a_missing_file_is_told_at_once() -> None:
    with pytest.raises(FileAccessError, match="/none"):
        Access(token_file="/none")  # noqa: S106 - a file's name


@pytest.mark.parametrize("text", ["novalue", ": x", "a b: c", "a: b\nc", "é: a"])
def test_no_header(text: str) -> None:
    with pytest.raises(UsageError):
        header(text)


def test_an_equals_sign_will_do_and_values_may_hold_both() -> None:
    assert header("a=b:c") == ("a", "b:c")
    assert header("a: b=c") == ("a", "b=c")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is missing")
    folder = tmp_path_factory.mktemp("certificates")
    return Authority("prometheus-ca", folder=folder, openssl=Path(openssl))


def test_tls_with_a_client_certificate(authority: Authority) -> None:
    ours = authority.issue("client", Subject(common_name="octoscale"))
    trusting = Access(
        ca_file=str(authority.certificate),
        certificate_file=str(ours.certificate),
        key_file=str(ours.key),
    )
    with (
        serving(_tls(authority)) as (url, _),
        PrometheusClient(url, access=trusting) as client,
    ):
        assert client.version() == "9"


@pytest.mark.parametrize("trust", [True, False])
def test_tls_fails_without_trust_or_without_a_certificate(
    authority: Authority, *, trust: bool
) -> None:
    access = Access(ca_file=str(authority.certificate) if trust else "")
    with (
        serving(_tls(authority)) as (url, _),
        PrometheusClient(url, access=access) as client,
        pytest.raises(PrometheusUnreachableError),
    ):
        client.version()


def _tls(authority: Authority) -> ssl.SSLContext:
    pair = authority.issue("server", Subject(common_name="server"), hosts=[HOST])
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pair.certificate, pair.key)
    context.load_verify_locations(authority.certificate)
    context.verify_mode = ssl.CERT_REQUIRED
    return context
