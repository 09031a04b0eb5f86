"""Command lines: only loopback is listened on, and only what is set is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.controlplane import flags
from tests.controlplane.certificates import KeyPair
from tests.controlplane.flags import HpaFlags, ServerFiles

HERE = Path("/files")
PAIR = KeyPair(certificate=HERE / "a.crt", key=HERE / "a.key")
FILES = ServerFiles(
    authority=HERE / "ca.crt",
    front_proxy_authority=HERE / "front.crt",
    serving=PAIR,
    front_proxy_client=PAIR,
    service_account=PAIR,
)


def api_server(*, aggregator_routing: bool = False) -> list[str]:
    return flags.api_server(
        FILES, etcd_port=1, port=2, folder=HERE, aggregator_routing=aggregator_routing
    )


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(api_server(), id="API server"),
        pytest.param(
            flags.controller_manager(
                FILES, kubeconfig=HERE, serving=PAIR, port=3, hpa=HpaFlags()
            ),
            id="controller manager",
        ),
        pytest.param(
            flags.scheduler(kubeconfig=HERE, serving=PAIR, port=4), id="scheduler"
        ),
    ],
)
def test_a_server_binds_to_loopback_only(command: list[str]) -> None:
    assert "--bind-address=127.0.0.1" in command


def test_etcd_only_knows_loopback() -> None:
    command = flags.etcd(folder=HERE, client_port=1, peer_port=2)
    urls = [flag for flag in command if "http" in flag]
    assert len(urls) == 5
    assert all("http://127.0.0.1:" in flag for flag in urls)


@pytest.mark.parametrize(("routing", "text"), [(False, "false"), (True, "true")])
def test_aggregator_routing_is_said_either_way(routing: bool, text: str) -> None:
    command = api_server(aggregator_routing=routing)
    assert f"--enable-aggregator-routing={text}" in command


@pytest.mark.parametrize(
    ("hpa", "expected"),
    [
        pytest.param(HpaFlags(), [], id="defaults stay the controller's"),
        pytest.param(
            HpaFlags(sync_period_seconds=0.5),
            ["--horizontal-pod-autoscaler-sync-period=0.5s"],
            id="part of a second",
        ),
        pytest.param(
            HpaFlags(downscale_stabilization_seconds=0, tolerance=0.05),
            [
                "--horizontal-pod-autoscaler-downscale-stabilization=0s",
                "--horizontal-pod-autoscaler-tolerance=0.05",
            ],
            id="zero is a value",
        ),
        pytest.param(
            HpaFlags(
                cpu_initialization_period_seconds=300,
                initial_readiness_delay_seconds=30,
            ),
            [
                "--horizontal-pod-autoscaler-cpu-initialization-period=300s",
                "--horizontal-pod-autoscaler-initial-readiness-delay=30s",
            ],
            id="periods",
        ),
    ],
)
def test_only_hpa_settings_that_are_set_are_said(
    hpa: HpaFlags, expected: list[str]
) -> None:
    command = flags.controller_manager(
        FILES, kubeconfig=HERE, serving=PAIR, port=3, hpa=hpa
    )
    said = [flag for flag in command if "horizontal" in flag]
    assert said == expected
