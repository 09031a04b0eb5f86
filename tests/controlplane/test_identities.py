"""Everybody has a certificate, and the two authorities differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.controlplane import binaries, identities

if TYPE_CHECKING:
    from pathlib import Path


def test_every_file_is_made(tmp_path: Path) -> None:
    openssl = binaries.find().openssl
    if openssl is None:
        pytest.skip("openssl missing")
    made = identities.make(
        folder=tmp_path, openssl=openssl, server="https://127.0.0.1:1"
    )
    users = [made.admin, made.controller_manager, made.scheduler, made.node]
    assert len({user.kubeconfig for user in users}) == len(users)
    assert all(user.kubeconfig.is_file() for user in users)
    pairs = [made.files.serving, made.files.front_proxy_client]
    pairs.append(made.files.service_account)
    assert all(pair.certificate.is_file() and pair.key.is_file() for pair in pairs)
    texts = [
        path.read_text(encoding="utf-8")
        for path in (made.files.authority, made.files.front_proxy_authority)
    ]
    assert texts[0] != texts[1]
