"""Tests of the module that stands for ``ssl``."""

from __future__ import annotations

import ssl

import pytest

from bench.images import without_tls


@pytest.mark.parametrize(
    "make",
    [
        without_tls.SSLContext,
        without_tls.SSLSocket,
        without_tls.SSLObject,
        without_tls.MemoryBIO,
        without_tls.create_default_context,
    ],
)
def test_whoever_asks_for_tls_is_told(make: type) -> None:
    with pytest.raises(without_tls.SSLError, match="this image has no TLS"):
        make()
    with pytest.raises(OSError, match="no TLS"):
        make("positional", named=1)


def test_its_names_are_those_of_the_real_one() -> None:
    own = {name for name in vars(without_tls) if not name.startswith("__")}
    foreign = own - set(vars(ssl)) - {"annotations", "enum", "Any", "NoReturn"}
    assert foreign == set()


@pytest.mark.parametrize(
    "name",
    ["CERT_NONE", "CERT_REQUIRED", "PROTOCOL_TLS_CLIENT", "PROTOCOL_TLS_SERVER"],
)
def test_its_numbers_are_those_of_the_real_one(name: str) -> None:
    assert getattr(without_tls, name) == int(getattr(ssl, name))
