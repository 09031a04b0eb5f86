"""Only allowed targets are probed: none by default, and no way around."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest
from prometheus_client import CollectorRegistry

from exporters.probing import Prober, ProbeRefusedError
from exporters.serving import serve
from octoscale.core.errors import UsageError
from tests.exporters.exposed import samples
from tests.exporters.raw_server import http, raw_server, say
from tests.exporters.serving_pages import pages

LOCAL = Prober(networks=["127.0.0.0/8", "::1/128"])


def probe(prober: Prober | None, target: str) -> tuple[int, str]:
    registry = CollectorRegistry()
    with serve(registry, prober=prober) as server:
        address = server.url.replace("/metrics", f"/probe?target={target}")
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


def test_an_allowed_target_is_probed() -> None:
    with pages({"/health": b"fine"}) as uri:
        status, text = probe(LOCAL, f"{uri}/health")
    assert status == 200
    assert samples(text)["http_probe_status", ()] == 200


def test_nothing_is_allowed_by_default() -> None:
    with pages({"/": b"fine"}) as uri:
        assert probe(None, uri)[0] == 404
        assert probe(Prober(), uri)[0] == 403


@pytest.mark.parametrize(
    "target",
    [
        pytest.param("http://10.0.0.1/", id="another-network"),
        pytest.param("http://169.254.169.254/latest/meta-data", id="metadata"),
        pytest.param("http://[::ffff:10.0.0.1]/", id="mapped"),
        pytest.param("http://0.0.0.0:80/", id="unspecified"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("gopher://127.0.0.1/", id="scheme"),
        pytest.param("http://me:secret@127.0.0.1/", id="password"),
        pytest.param("", id="none"),
        pytest.param("http://127.0.0.1/&target=http://127.0.0.1/", id="twice"),
        pytest.param("http://127.0.0.1/&module=process", id="module"),
    ],
)
def test_what_is_not_allowed_is_refused(target: str) -> None:
    status, text = probe(LOCAL, target)
    assert status == 403
    assert "secret" not in text


def test_a_port_that_is_not_named_is_refused() -> None:
    prober = Prober(networks=["127.0.0.0/8"], ports=[8080])
    with pytest.raises(ProbeRefusedError, match="port 22"):
        prober.registry("target=http://127.0.0.1:22/", 1.0)


def test_a_redirect_out_of_the_networks_is_not_followed() -> None:
    away = http(b"", status="302 Found", headers="Location: http://10.0.0.1/\r\n")
    with raw_server(say(away)) as port:
        _, text = probe(LOCAL, f"http://127.0.0.1:{port}/")
    assert samples(text)["http_probe_status", ()] == 302


@pytest.mark.parametrize(
    "options", [{"networks": ["10.0.0.0/99"]}, {"networks": ["host"]}]
)
def test_what_is_no_network_is_refused(options: dict[str, list[str]]) -> None:
    with pytest.raises(UsageError):
        Prober(networks=options["networks"])


def test_what_cannot_be_probed_is_refused() -> None:
    with pytest.raises(UsageError):
        Prober(kind="process")
