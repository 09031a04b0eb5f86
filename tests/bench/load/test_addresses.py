"""Load goes where the plan says: names are resolved first, and pinned."""

from __future__ import annotations

import pytest

from bench.load.addresses import resolve
from octoscale.core.errors import EnvironmentMissingError, InputError


def test_an_address_itself_is_not_looked_up() -> None:
    def ask(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host}:{port} was looked up")

    target = resolve("http://127.0.0.1:8080/base/", (), ask=ask)
    assert (target.url, target.host) == ("http://127.0.0.1:8080/base", "")
    assert (target.address, target.port, target.local) == ("127.0.0.1", 8080, True)


def test_a_name_becomes_its_address_and_stays_the_host() -> None:
    target = resolve(
        "https://shop.test:8443/base",
        ("10.0.0.0/24",),
        ask=lambda _host, _port: ["10.0.0.7"],
    )
    assert target.url == "https://10.0.0.7:8443/base"
    assert target.host == "shop.test"
    assert not target.local


def test_an_address_of_version_6_is_put_in_brackets() -> None:
    target = resolve("http://shop.test:81", ("::1",), ask=lambda _host, _port: ["::1"])
    assert target.url == "http://[::1]:81"


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(["192.0.2.1"], id="elsewhere"),
        pytest.param(["10.0.0.7", "192.0.2.1"], id="one of two elsewhere"),
        pytest.param(["::1"], id="another version"),
    ],
)
def test_a_name_that_leads_elsewhere_gets_nothing(found: list[str]) -> None:
    with pytest.raises(InputError, match=r"LP010.*which the plan does not name"):
        resolve("http://shop.test", ("10.0.0.0/24",), ask=lambda _host, _port: found)


def test_a_name_without_an_address_is_missing() -> None:
    def fail(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(EnvironmentMissingError, match=r"cannot resolve 'shop\.test'"):
        resolve("http://shop.test", ("10.0.0.0/24",), ask=fail)
    with pytest.raises(EnvironmentMissingError, match="has no address"):
        resolve("http://shop.test", ("10.0.0.0/24",), ask=lambda _host, _port: [])


def test_the_system_is_asked_by_default() -> None:
    assert resolve("http://localhost", ("127.0.0.0/8", "::1")).local
