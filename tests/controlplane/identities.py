"""Who is who in one control plane: certificates, users and their kubeconfigs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.controlplane import flags, kubeconfig
from tests.controlplane.certificates import Authority, KeyPair, Subject

if TYPE_CHECKING:
    from pathlib import Path

ADMINISTRATORS = "system:masters"
"""The group that may do everything."""

_SERVER_NAMES = (
    flags.LOOPBACK,
    flags.SERVICE_IP,
    "localhost",
    "kubernetes",
    "kubernetes.default",
    "kubernetes.default.svc",
    "kubernetes.default.svc.cluster.local",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who talks to the API server."""

    pair: KeyPair
    """Also what a component serves its own health page with."""

    kubeconfig: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """Everybody that a control plane needs."""

    authority: Authority
    """The cluster's own; it may sign more, such as an aggregated API's."""

    front_proxy: Authority
    """Another one, as Kubernetes demands, for calls to aggregated APIs."""

    files: flags.ServerFiles
    admin: User
    controller_manager: User
    scheduler: User
    node: User
    """All hollow nodes share it: one certificate a node would gain nothing."""


def make(*, folder: Path, openssl: Path, server: str) -> Identities:
    """Make all files in *folder* for the API server at *server*."""
    authority = Authority("kubernetes-ca", folder=folder, openssl=openssl)
    front_proxy = Authority("front-proxy-ca", folder=folder, openssl=openssl)

    def user(name: str, *, group: str = "") -> User:
        subject = Subject(common_name=name, organization=group)
        short = name.rpartition(":")[2]
        pair = authority.issue(short, subject, hosts=[flags.LOOPBACK])
        file = kubeconfig.write(
            folder / f"{short}.kubeconfig",
            server=server,
            authority=authority.certificate,
            user=pair,
        )
        return User(pair=pair, kubeconfig=file)

    return Identities(
        authority=authority,
        front_proxy=front_proxy,
        files=_server_files(authority, front_proxy),
        admin=user("kubernetes-admin", group=ADMINISTRATORS),
        controller_manager=user("system:kube-controller-manager"),
        scheduler=user("system:kube-scheduler"),
        node=user("kubemark", group=ADMINISTRATORS),
    )


def _server_files(authority: Authority, front_proxy: Authority) -> flags.ServerFiles:
    return flags.ServerFiles(
        authority=authority.certificate,
        front_proxy_authority=front_proxy.certificate,
        serving=authority.issue(
            "apiserver", Subject(common_name="kube-apiserver"), hosts=_SERVER_NAMES
        ),
        front_proxy_client=front_proxy.issue(
            "front-proxy-client", Subject(common_name="front-proxy-client")
        ),
        service_account=authority.issue(
            "service-account", Subject(common_name="service-accounts")
        ),
    )
