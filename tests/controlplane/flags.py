"""The command line of each program of the control plane: pure functions.

Which flags are needed, and why these, is decided here only. Starting the
programs belongs to ``cluster``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.controlplane.certificates import KeyPair

LOOPBACK = "127.0.0.1"
"""The only address that anything listens on."""

SERVICE_IP = "10.96.0.1"
"""First address of the service range: the API server's own Service."""

_SERVICE_RANGE = "10.96.0.0/16"
# Must not be loopback; nothing is ever sent there (no endpoint reconciler).
_ADVERTISED = "10.99.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class HpaFlags:
    """The HPA settings of the controller manager; ``None`` keeps its default."""

    sync_period_seconds: float | None = None
    """Default of the controller: 15."""

    downscale_stabilization_seconds: float | None = None
    """Default of the controller: 300."""

    tolerance: float | None = None
    """Default of the controller: 0.1."""

    cpu_initialization_period_seconds: float | None = None
    """Default of the controller: 300."""

    initial_readiness_delay_seconds: float | None = None
    """Default of the controller: 30."""

    def arguments(self) -> list[str]:
        """Write the flags of what is set.

        >>> HpaFlags(sync_period_seconds=2, tolerance=0.2).arguments()
        ['--horizontal-pod-autoscaler-sync-period=2s', \
'--horizontal-pod-autoscaler-tolerance=0.2']
        """
        written = []
        for field in fields(self):
            value = getattr(self, field.name)
            if value is None:
                continue
            duration = field.name.endswith("_seconds")
            flag = field.name.removesuffix("_seconds").replace("_", "-")
            text = f"{value:g}s" if duration else f"{value:g}"
            written.append(f"--horizontal-pod-autoscaler-{flag}={text}")
        return written


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerFiles:
    """The certificates that the API server reads."""

    authority: Path
    front_proxy_authority: Path
    serving: KeyPair
    front_proxy_client: KeyPair
    service_account: KeyPair


def etcd(*, folder: Path, client_port: int, peer_port: int) -> list[str]:
    """Serve clients without TLS: only loopback hears it."""
    client = f"http://{LOOPBACK}:{client_port}"
    peer = f"http://{LOOPBACK}:{peer_port}"
    return [
        f"--data-dir={folder}",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        f"--listen-peer-urls={peer}",
        f"--initial-advertise-peer-urls={peer}",
        f"--initial-cluster=default={peer}",
    ]


def api_server(
    files: ServerFiles,
    *,
    etcd_port: int,
    port: int,
    folder: Path,
    aggregator_routing: bool,
) -> list[str]:
    """Serve everything, aggregated APIs included (``facts`` of the aggregator).

    *aggregator_routing* false reaches an aggregated API through an ExternalName
    Service; true through a Service's Endpoints.
    """
    return [
        f"--etcd-servers=http://{LOOPBACK}:{etcd_port}",
        f"--bind-address={LOOPBACK}",
        f"--secure-port={port}",
        f"--advertise-address={_ADVERTISED}",
        "--endpoint-reconciler-type=none",
        f"--service-cluster-ip-range={_SERVICE_RANGE}",
        "--allow-privileged=true",
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        f"--client-ca-file={files.authority}",
        f"--tls-cert-file={files.serving.certificate}",
        f"--tls-private-key-file={files.serving.key}",
        f"--cert-dir={folder}",
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        f"--service-account-key-file={files.service_account.certificate}",
        f"--service-account-signing-key-file={files.service_account.key}",
        f"--requestheader-client-ca-file={files.front_proxy_authority}",
        "--requestheader-allowed-names=front-proxy-client",
        "--requestheader-username-headers=X-Remote-User",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        f"--proxy-client-cert-file={files.front_proxy_client.certificate}",
        f"--proxy-client-key-file={files.front_proxy_client.key}",
        f"--enable-aggregator-routing={str(aggregator_routing).lower()}",
    ]


def controller_manager(
    files: ServerFiles, *, kubeconfig: Path, serving: KeyPair, port: int, hpa: HpaFlags
) -> list[str]:
    """Run all controllers, the HPA's with the settings *hpa*."""
    return [
        *_component(kubeconfig, serving=serving, port=port),
        "--use-service-account-credentials=true",
        f"--service-account-private-key-file={files.service_account.key}",
        f"--root-ca-file={files.authority}",
        f"--requestheader-client-ca-file={files.front_proxy_authority}",
        *hpa.arguments(),
    ]


def scheduler(*, kubeconfig: Path, serving: KeyPair, port: int) -> list[str]:
    """Run the scheduler alone, without leader election."""
    return _component(kubeconfig, serving=serving, port=port)


def hollow_node(
    name: str, *, kubeconfig: Path, port: int, read_only_port: int
) -> list[str]:
    """Run a kubelet whose containers are pretended."""
    return [
        "--morph=kubelet",
        f"--name={name}",
        f"--kubeconfig={kubeconfig}",
        f"--kubelet-port={port}",
        f"--kubelet-read-only-port={read_only_port}",
        "--use-host-image-service=false",
        "--node-labels=kubemark=true",
    ]


def _component(kubeconfig: Path, *, serving: KeyPair, port: int) -> list[str]:
    return [
        f"--kubeconfig={kubeconfig}",
        f"--authentication-kubeconfig={kubeconfig}",
        f"--authorization-kubeconfig={kubeconfig}",
        f"--bind-address={LOOPBACK}",
        f"--secure-port={port}",
        f"--tls-cert-file={serving.certificate}",
        f"--tls-private-key-file={serving.key}",
        "--leader-elect=false",
    ]
