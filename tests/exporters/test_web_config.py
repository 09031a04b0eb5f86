"""TLS and passwords from the exporter toolkit's file."""

from __future__ import annotations

import base64
import ssl
import subprocess
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import bcrypt
import pytest
from prometheus_client import CollectorRegistry

from exporters.serving import serve
from exporters.web_config import load
from octoscale.core.errors import OctoscaleError

if TYPE_CHECKING:
    from pathlib import Path

HASH = bcrypt.hashpw(b"hunter2", bcrypt.gensalt(4)).decode()


def written(folder: Path, text: str) -> Path:
    path = folder / "web.yml"
    path.write_text(text)
    return path


def users(folder: Path) -> Path:
    return written(folder, f"basic_auth_users:\n  prometheus: {HASH}\n")


def header(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@pytest.mark.parametrize(
    ("authorization", "admitted"),
    [
        pytest.param(header("prometheus", "hunter2"), True, id="right"),
        pytest.param(header("prometheus", "hunter3"), False, id="wrong"),
        pytest.param(header("somebody", "hunter2"), False, id="stranger"),
        pytest.param(header("prometheus", ""), False, id="empty"),
        pytest.param(header("prometheus", "x" * 100), False, id="long"),
        pytest.param(header("prometheus", "a\0b"), False, id="nul"),
        pytest.param("Basic !!!", False, id="no-base64"),
        pytest.param("Bearer x", False, id="scheme"),
        pytest.param(None, False, id="none"),
    ],
)
def test_only_our_users_are_admitted(
    authorization: str | None, admitted: bool, tmp_path: Path
) -> None:
    web = load(users(tmp_path))
    assert [web.admits(authorization) for _ in range(2)] == [admitted] * 2


def test_a_password_is_asked_for_metrics_and_not_for_health(tmp_path: Path) -> None:
    with serve(CollectorRegistry(), web=load(users(tmp_path))) as server:
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(server.url)  # noqa: S310 - our own server
        with caught.value as refused:
            assert refused.code == 401
            assert refused.headers["WWW-Authenticate"] == "Basic"
        request = urllib.request.Request(  # noqa: S310 - as above
            server.url, headers={"Authorization": header("prometheus", "hunter2")}
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - as above
            assert answer.status == 200
        for path in ("/healthz", "/-/ready"):
            address = server.url.replace("/metrics", path)
            with urllib.request.urlopen(address) as answer:  # noqa: S310 - as above
                assert answer.read() == b"ok\n"


def test_a_certificate_encrypts(tmp_path: Path) -> None:
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    words += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = subprocess.run(
        [*words, "-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("openssl makes no certificate here")
    web = load(
        written(
            tmp_path,
            "tls_server_config:\n  cert_file: cert.pem\n  key_file: key.pem\n"
            "  min_version: TLS13\n",
        )
    )
    context = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    with serve(CollectorRegistry(), web=web) as server:
        assert server.url.startswith("https://")
        with urllib.request.urlopen(server.url, context=context) as answer:  # noqa: S310 - our own server
            assert answer.status == 200


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("http_server_config: {}\n", id="unsupported"),
        pytest.param("- a\n", id="list"),
        pytest.param("basic_auth_users: {me: secret}\n", id="plain-password"),
        pytest.param("tls_server_config: {cert_file: none}\n", id="no-file"),
        pytest.param("tls_server_config: {min_version: SSL30}\n", id="old"),
        pytest.param("tls_server_config: {client_auth_type: Maybe}\n", id="client"),
        pytest.param("a: [\n", id="no-yaml"),
    ],
)
def test_what_the_file_cannot_mean_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(OctoscaleError) as caught:
        load(written(tmp_path, text))
    assert "secret" not in str(caught.value)


def test_an_empty_file_asks_for_nothing(tmp_path: Path) -> None:
    web = load(written(tmp_path, ""))
    assert web.context is None
    assert web.admits(None)
