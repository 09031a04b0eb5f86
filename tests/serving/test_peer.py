"""Beside the real adapter, over TLS: mirrored, and held to its very bytes.

Its binary is named by ``OCTOSCALE_PEER_ADAPTER``; without it these tests are
skipped. A real Prometheus, and a stub of a cluster with a few pods.
"""

from __future__ import annotations

import json
import math
import os
import re
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from adapter_rules.server.protobuf import MAGIC
from tests.controlplane.certificates import Authority, Subject
from tests.controlplane.processes import wait_until
from tests.serving import peers, world
from tests.serving.cluster import api_server, pod
from tests.serving.exposing import exposing
from tests.serving.protobuf_reader import texts, without
from tests.tools import find_tool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.prometheus_plugin import LivePrometheus

CUSTOM = "/apis/custom.metrics.k8s.io"
EXTERNAL = "/apis/external.metrics.k8s.io/v1beta1"
PODS = f"{CUSTOM}/v1beta2/namespaces/shop/pods"
PROTOBUF = "application/vnd.kubernetes.protobuf"
EXPOSITION = f"""\
peer_load{{namespace="shop",pod="web-0"}} 1.5
peer_load{{namespace="shop",pod="web-1"}} 2048
peer_broken{{namespace="shop",pod="web-0"}} {math.nan}
peer_depth{{namespace="shop",queue="a"}} 3
"""
RULES = """\
rules:
- seriesQuery: '{__name__=~"peer_(load|broken)"}'
  resources:
    overrides: {namespace: {resource: namespace}, pod: {resource: pod}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
externalRules:
- seriesQuery: peer_depth
  resources:
    overrides: {namespace: {resource: namespace}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (queue)
"""
EQUAL = [
    pytest.param(f"{PODS}/web-0/peer_load", id="by name"),
    pytest.param(f"{PODS}/%2A/peer_load?labelSelector=app%3Dweb", id="all"),
    pytest.param(
        f"{CUSTOM}/v1beta1/namespaces/shop/pods/web-1/peer_load", id="v1beta1"
    ),
    pytest.param(f"{CUSTOM}/v1beta2/namespaces/shop/metrics/peer_load", id="of a ns"),
    pytest.param(f"{EXTERNAL}/namespaces/shop/peer_depth", id="external"),
    pytest.param(f"{PODS}/nobody/peer_load", id="no such pod"),
    pytest.param(f"{PODS}/web-0/nothing", id="no such metric"),
    pytest.param(f"{PODS}/%2A/peer_load?labelSelector=a%3D%3D%3Db", id="no selector"),
]
_SECOND = re.compile(r'"timestamp": "[^"]+"')


@dataclass(frozen=True)
class Stand:
    """What both servers stand on, and the real adapter."""

    folder: Path
    rules: Path
    kubeconfig: Path
    prometheus: str
    adapter: str
    authority: Path

    def ask(
        self, server: str, target: str, accept: str = "application/json"
    ) -> tuple[int, bytes]:
        """Ask one of them; give status and body."""
        request = urllib.request.Request(  # noqa: S310 - our own servers
            server + target, headers={"Accept": accept}
        )
        context = None
        if server.startswith("https"):
            context = ssl.create_default_context(cafile=str(self.authority))
        try:
            with urllib.request.urlopen(request, context=context) as answer:  # noqa: S310 - as above
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()


@pytest.fixture(scope="module")
def stand(
    tmp_path_factory: pytest.TempPathFactory,
    live_prometheus: LivePrometheus,
) -> Iterator[Stand]:
    binary, openssl = os.environ.get(peers.VARIABLE), find_tool("openssl")
    if not binary or openssl is None:
        pytest.skip(f"{peers.VARIABLE} does not name the adapter's binary")
    folder = tmp_path_factory.mktemp("peer")
    authority = Authority("ca", folder=folder, openssl=openssl)
    pair = authority.issue("adapter", Subject(common_name="a"), hosts=["127.0.0.1"])
    rules = folder / "rules.yaml"
    rules.write_text(RULES, encoding="utf-8")
    pods = [pod("shop", f"web-{number}", app="web") for number in range(2)]
    files = (
        f"--tls-cert-file={pair.certificate}",
        f"--tls-private-key-file={pair.key}",
    )
    prometheus = live_prometheus
    with (
        exposing(EXPOSITION) as address,
        prometheus.scrape(address, job="peer"),
        api_server(pods, folder) as kubeconfig,
        peers.adapter(
            binary,
            folder,
            rules=rules,
            prometheus=prometheus.url,
            kubeconfig=kubeconfig,
            options=files,
        ) as url,
    ):
        made = Stand(
            folder, rules, kubeconfig, prometheus.url, url, authority.certificate
        )
        wait_until(
            lambda: _answers(made), what="adapter", timeout_seconds=30, processes=[]
        )
        yield made


def _answers(stand: Stand) -> bool:
    try:
        return stand.ask(stand.adapter, f"{PODS}/web-0/peer_load")[0] == 200
    except OSError:
        return False


@pytest.fixture(scope="module")
def compatible(stand: Stand) -> Iterator[str]:
    """Run ours, compatible; give its address."""
    with world.served(
        stand.folder,
        rules=stand.rules,
        prometheus=stand.prometheus,
        kubeconfig=stand.kubeconfig,
        options=("--compat",),
    ) as server:
        wait_until(
            lambda: stand.ask(server.url, f"{PODS}/web-0/peer_load")[0] == 200,
            what="serve",
            timeout_seconds=30,
            processes=[],
        )
        yield server.url


@pytest.mark.parametrize("target", EQUAL)
def test_json_and_protobuf_are_the_adapter_s(
    stand: Stand, compatible: str, target: str
) -> None:
    ours, theirs = (stand.ask(one, target) for one in (compatible, stand.adapter))
    assert ours[0] == theirs[0]
    assert masked(ours[1]) == masked(theirs[1])
    ours, theirs = (
        stand.ask(one, target, PROTOBUF) for one in (compatible, stand.adapter)
    )
    assert ours[1].startswith(MAGIC)
    assert timeless(ours[1]) == timeless(theirs[1])


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json;as=Table;v=v1;g=meta.k8s.io", 406),
        ("application/json;as=APIGroupDiscoveryList;v=v2;g=apidiscovery.k8s.io", 406),
        ("text/html", 406),
        ("text/html, application/yaml;q=0.5, application/json;q=0.2", 200),
        ("application/json;stream=watch", 200),
        ("*/*", 200),
    ],
)
@pytest.mark.parametrize("target", ["/apis", f"{PODS}/web-0/peer_load"])
def test_the_form_is_chosen_as_the_adapter_chooses(
    stand: Stand, compatible: str, target: str, accept: str, status: int
) -> None:
    ours, theirs = (
        stand.ask(one, target, accept) for one in (compatible, stand.adapter)
    )
    assert ours[0] == theirs[0] == status
    if status == 406:
        assert masked(ours[1]) == masked(theirs[1])


def masked(body: bytes) -> Any:
    """Read JSON without the time and where old releases differ from new ones."""
    found = json.loads(_SECOND.sub('"timestamp": ""', json.dumps(json.loads(body))))
    found["metadata"].pop("selfLink", None)
    if found.get("details") == {}:
        del found["details"]
    if "message" in found:
        # Discovery documents are never streamed; nobody reads this list.
        found["message"] = found["message"].partition(", application/json;stream")[0]
    return found


def timeless(body: bytes) -> bytes:
    """Leave out the same of protobuf."""
    content = body[len(MAGIC) :]
    for path in ((2, 1, 1), (2, 2, 3)):
        if path != (2, 2, 3) or texts(content, (1, 2)) != [b"Status"]:
            content = without(content, path)
    return content


def test_the_mirror_agrees_and_tells_where_it_does_not(stand: Stand) -> None:
    token = stand.folder / "token"
    token.write_text("t")
    options = (
        f"--mirror={stand.adapter}",
        f"--mirror-ca-file={stand.authority}",
        f"--mirror-token-file={token}",
    )
    with world.served(
        stand.folder,
        rules=stand.rules,
        prometheus=stand.prometheus,
        kubeconfig=stand.kubeconfig,
        options=options,
    ) as server:
        agreed = (
            f"{PODS}/web-0/peer_load",
            f"{PODS}/%2A/peer_load?labelSelector=app%3Dweb",
            f"{EXTERNAL}/namespaces/shop/peer_depth",
            f"{PODS}/nobody/peer_load",
        )
        wait_until(
            lambda: stand.ask(server.url, "/readyz")[0] == 200,
            what="serve",
            timeout_seconds=30,
            processes=[],
        )
        for target in agreed:
            stand.ask(server.url, target)
        status, _ = stand.ask(server.url, f"{PODS}/web-0/peer_broken")
        assert status == 500  # NaN: the adapter says 0

        def counted() -> bool:
            text = stand.ask(server.url, "/metrics")[1].decode()
            return all(
                f'octoscale_mirror_comparisons_total{{outcome="{result}"}} {count}'
                in text
                for result, count in (("equal", 4.0), ("different", 1.0))
            )

        wait_until(counted, what="comparisons", timeout_seconds=20, processes=[])
    told = [
        json.loads(line)
        for line in (stand.folder / "serve.log").read_text().splitlines()
        if line.startswith('{"target"')
    ]
    assert [one["target"] for one in told] == [f"{PODS}/web-0/peer_broken"]
    assert told[0]["differences"] == ["status: ours 500, theirs 200"]


def test_the_mirror_can_be_the_one_that_answers(stand: Stand) -> None:
    options = (f"--mirror={stand.adapter}", f"--mirror-ca-file={stand.authority}")
    with world.served(
        stand.folder,
        rules=stand.rules,
        prometheus=stand.prometheus,
        kubeconfig=stand.kubeconfig,
        options=(*options, "--answer-from=mirror"),
    ) as server:
        wait_until(
            lambda: stand.ask(server.url, "/readyz")[0] == 200,
            what="serve",
            timeout_seconds=30,
            processes=[],
        )
        status, body = stand.ask(server.url, f"{PODS}/web-0/peer_broken")
    assert status == 200
    assert [item["value"] for item in json.loads(body)["items"]] == ["0"]
