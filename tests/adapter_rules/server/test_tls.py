"""Serving files as they are renewed; connections are ``test_peer``'s."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest

from adapter_rules.server.tls import RotatingContext, ServingFiles
from octoscale.core.errors import FileAccessError
from tests.controlplane.certificates import Authority, KeyPair, Subject
from tests.tools import find_tool

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    openssl = find_tool("openssl")
    if openssl is None:
        pytest.skip("openssl is missing")
    return Authority("ca", folder=tmp_path, openssl=openssl)


@pytest.fixture
def pair(authority: Authority) -> KeyPair:
    return authority.issue("a", Subject(common_name="a"), hosts=["127.0.0.1"])


def files(pair: KeyPair) -> ServingFiles:
    return ServingFiles(str(pair.certificate), str(pair.key))


def test_a_context_takes_what_the_authority_signed(
    authority: Authority, pair: KeyPair
) -> None:
    context = files(pair).context(authority.certificate.read_text())
    assert context.verify_mode is ssl.CERT_OPTIONAL
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert context.cert_store_stats()["x509_ca"] == 1
    assert files(pair).context("").verify_mode is ssl.CERT_NONE


def test_renewal_and_new_authorities_are_noticed(
    authority: Authority, pair: KeyPair
) -> None:
    known = files(pair)
    known.context("")
    assert not known.changed("")
    assert known.changed(authority.certificate.read_text())
    other = authority.issue("b", Subject(common_name="b"))
    pair.certificate.write_bytes(other.certificate.read_bytes())
    assert known.changed("")


def test_half_a_renewal_is_no_context(authority: Authority, pair: KeyPair) -> None:
    known = files(pair)
    other = authority.issue("b", Subject(common_name="b"))
    pair.key.write_bytes(other.key.read_bytes())
    with pytest.raises(FileAccessError, match="cannot be used"):
        known.context("")


def test_a_file_that_is_away_for_a_moment_has_not_changed(pair: KeyPair) -> None:
    known = files(pair)
    pair.key.unlink()
    assert not known.changed("")
    with pytest.raises(FileAccessError, match="cannot read"):
        known.context("")


def test_new_connections_go_to_the_newest_context() -> None:
    first = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shell = RotatingContext(first)
    assert shell.current is first
    newest = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shell.current = newest
    made = shell.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_side=True)
    assert made.context is newest
