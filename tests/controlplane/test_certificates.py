"""Certificates: TLS itself says whether they are good."""

from __future__ import annotations

import ssl
import stat
from typing import TYPE_CHECKING, Any

import pytest

from tests.controlplane import binaries
from tests.controlplane.certificates import Authority, Subject

if TYPE_CHECKING:
    from pathlib import Path

    from tests.controlplane.certificates import KeyPair


@pytest.fixture
def openssl() -> Path:
    found = binaries.find().openssl
    if found is None:
        pytest.skip("openssl missing")
    return found


def handshake(server: KeyPair, client: KeyPair, authority: Path, host: str) -> str:
    """Connect in memory, each side asking for a certificate; give the client's CN."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(server.certificate, server.key)
    serving.load_verify_locations(authority)
    serving.verify_mode = ssl.CERT_REQUIRED
    calling = ssl.create_default_context(cafile=str(authority))
    calling.load_cert_chain(client.certificate, client.key)
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        calling.wrap_bio(down, up, server_hostname=host),
        serving.wrap_bio(up, down, server_side=True),
    ]
    waiting = list(ends)
    while waiting:
        end = waiting.pop(0)
        try:
            end.do_handshake()
        except ssl.SSLWantReadError:
            waiting.append(end)
    peer: dict[str, Any] = ends[1].getpeercert() or {}
    names = [pair for part in peer["subject"] for pair in part]
    return ",".join("=".join(pair) for pair in names)


def test_server_and_client_trust_one_another(tmp_path: Path, openssl: Path) -> None:
    authority = Authority("ca", folder=tmp_path, openssl=openssl)
    server = authority.issue(
        "server", Subject(common_name="server"), hosts=["127.0.0.1", "localhost"]
    )
    admin = Subject(common_name="admin", organization="system:masters")
    client = authority.issue("admin", admin)
    for host in ("127.0.0.1", "localhost"):
        named = handshake(server, client, authority.certificate, host)
        assert named == "organizationName=system:masters,commonName=admin"


def test_another_host_is_refused(tmp_path: Path, openssl: Path) -> None:
    authority = Authority("ca", folder=tmp_path, openssl=openssl)
    pair = authority.issue("server", Subject(common_name="s"), hosts=["localhost"])
    with pytest.raises(ssl.SSLCertVerificationError, match="not valid for"):
        handshake(pair, pair, authority.certificate, "elsewhere.invalid")


def test_another_authority_s_certificate_is_refused(
    tmp_path: Path, openssl: Path
) -> None:
    ours = Authority("ours", folder=tmp_path, openssl=openssl)
    theirs = Authority("theirs", folder=tmp_path, openssl=openssl)
    pair = theirs.issue("server", Subject(common_name="s"), hosts=["localhost"])
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(pair, pair, ours.certificate, "localhost")


def test_only_we_can_read_a_key(tmp_path: Path, openssl: Path) -> None:
    pair = Authority("ca", folder=tmp_path, openssl=openssl).issue(
        "a", Subject(common_name="a")
    )
    assert stat.S_IMODE(pair.key.stat().st_mode) == 0o600


def test_what_openssl_refuses_is_told(tmp_path: Path, openssl: Path) -> None:
    authority = Authority("ca", folder=tmp_path, openssl=openssl)
    with pytest.raises(RuntimeError, match="no certificate long"):
        authority.issue("long", Subject(common_name="x" * 65))
