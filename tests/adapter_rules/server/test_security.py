"""TLS and the guard: read at the start, followed afterwards."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from adapter_rules.server.auth import OpenGuard
from adapter_rules.server.options import settings_from
from adapter_rules.server.security import open_security, secure
from octoscale.core.errors import EnvironmentMissingError
from octoscale.kube.memory import MemoryKube
from tests.adapter_rules.server.test_requestheader import DATA
from tests.controlplane.certificates import Authority, Subject
from tests.tools import find_tool

if TYPE_CHECKING:
    from adapter_rules.server.security import Security
    from adapter_rules.server.settings import Settings


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    openssl = find_tool("openssl")
    if openssl is None:
        pytest.skip("openssl is missing")
    return Authority("ca", folder=tmp_path, openssl=openssl)


@pytest.fixture
def settings(authority: Authority) -> Settings:
    pair = authority.issue("serving", Subject(common_name="serving"))
    return settings_from(
        {
            "config": "rules.yaml",
            "prometheus_url": "https://p:9090",
            "tls_cert_file": str(pair.certificate),
            "tls_private_key_file": str(pair.key),
        }
    )


def cluster(authority: Authority) -> MemoryKube:
    """Give a cluster that publishes its front proxy."""
    kube = MemoryKube()
    space = {"apiVersion": "v1", "kind": "Namespace"}
    kube.apply({**space, "metadata": {"name": "kube-system"}})
    data = {
        **DATA,
        "requestheader-client-ca-file": authority.certificate.read_text(),
    }
    metadata = {"name": "extension-apiserver-authentication"}
    config_map = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}
    kube.apply({**config_map, "data": data}, namespace="kube-system")
    return kube


def renew(made: Security) -> None:
    """Look after the certificates once."""

    async def once() -> None:
        await made.renew()

    asyncio.run(once())


def test_without_a_front_proxy_it_does_not_start(settings: Settings) -> None:
    with pytest.raises(EnvironmentMissingError, match="request-header"):
        secure(settings, MemoryKube())


def test_a_renewed_certificate_is_taken(
    settings: Settings, authority: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    made = secure(settings, cluster(authority))
    assert made.context is not None
    first = made.context.current
    renew(made)
    assert made.context.current is first
    other = authority.issue("other", Subject(common_name="other"))
    for name, path in (
        (settings.certificate_file, other.certificate),
        (settings.key_file, other.key),
    ):
        Path(name).write_bytes(path.read_bytes())
    with caplog.at_level("INFO"):
        renew(made)
    assert made.context.current is not first
    assert "certificates are read anew" in caplog.text


def test_a_failure_keeps_what_is_there(
    settings: Settings, authority: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    made = secure(settings, cluster(authority))
    assert made.context is not None
    first = made.context.current
    Path(settings.certificate_file).write_text("half a certifi")
    renew(made)
    assert made.context.current is first
    assert "the old certificates are kept" in caplog.text


def test_openly_there_is_nothing_to_renew() -> None:
    made = open_security()
    assert made.context is None
    assert isinstance(made.guard, OpenGuard)
    renew(made)
