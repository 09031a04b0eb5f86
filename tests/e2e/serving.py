"""``octoscale serve`` as a process, registered with a real API server.

With the rights that its own manifests grant, a certificate of the cluster's
authority, and the front proxy on.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_rules.server.manifests import NAME, manifests
from octoscale.kube.types import Kind
from tests.controlplane.certificates import Subject
from tests.controlplane.probes import until_served
from tests.controlplane.processes import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from octoscale.kube.base import KubePort
    from tests.controlplane.certificates import KeyPair
    from tests.controlplane.cluster import ControlPlane

START_SECONDS = 60.0
LOOPBACK = "127.0.0.1"
_LISTENING = "listening on https://"


@dataclass(frozen=True)
class Served:
    """A running server."""

    process: subprocess.Popen[bytes]
    log: Path
    port: int
    pair: KeyPair
    """Its certificate."""

    def lines(self) -> list[dict[str, Any]]:
        """Give what it logged about its answers."""
        text = self.log.read_text(encoding="utf-8")
        return [json.loads(one) for one in text.splitlines() if one.startswith('{"at"')]


@contextmanager
def served(
    plane: ControlPlane,
    kube: KubePort,
    *,
    namespace: str,
    folder: Path,
    prometheus: str,
    options: tuple[str, ...] = (),
) -> Iterator[Served]:
    """Serve ``folder/rules.yaml`` in *namespace* until the end of the block."""
    authority = plane.identities.authority
    host = f"{NAME}.{namespace}.svc"
    pair = authority.issue(
        f"serving-{namespace}",
        Subject(common_name=NAME),
        hosts=[host, "localhost", "127.0.0.1"],
    )
    made = _manifests(folder, namespace, prometheus, authority.certificate)
    rights = [one for one in made if one["kind"] not in ("Service", "APIService")]
    with ExitStack() as stack:
        # Without rights it would not start: it could not know its front proxy.
        stack.enter_context(_applied(kube, rights))
        token = token_of(kube, namespace)
        running = started(plane, folder, pair, prometheus, options, token=token)
        server = stack.enter_context(running)
        rest = [_local(one, server.port) for one in made if one not in rights]
        stack.enter_context(_applied(kube, rest))
        for one in rest:
            if one["kind"] == "APIService":
                spec = one["spec"]
                until_served(kube, f"/apis/{spec['group']}/{spec['version']}")
        yield server


@contextmanager
def _applied(kube: KubePort, manifests: list[dict[str, Any]]) -> Iterator[None]:
    """Apply objects; afterwards delete those that no namespace takes along."""
    try:
        for one in manifests:
            kube.apply(one, force=True)
        yield
    finally:
        for one in manifests:
            place = one["metadata"].get("namespace")
            if place in (None, "kube-system"):
                kube.delete(Kind.of(one), one["metadata"]["name"], namespace=place)


@contextmanager
def started(
    plane: ControlPlane,
    folder: Path,
    pair: KeyPair,
    prometheus: str,
    options: tuple[str, ...],
    *,
    token: str,
    address: str = LOOPBACK,
    name: str = "serve",
) -> Iterator[Served]:
    """Run the process on *address*, and wait until it listens.

    *name* tells several of one folder apart.
    """
    config = kubeconfig(plane, folder, token)
    log = folder / f"{name}.log"
    words = command(folder, config, pair, prometheus, address=address)
    words += ["--log-answers", *options]
    with (
        log.open("wb") as stream,
        subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream
        ) as process,
    ):
        try:
            yield Served(process, log, _port(process, log), pair)
        finally:
            process.terminate()
            process.wait(timeout=20)


def command(
    folder: Path,
    config: Path,
    pair: KeyPair,
    prometheus: str,
    *,
    address: str = LOOPBACK,
) -> list[str]:
    """Write the command line of a server on a free port of *address*."""
    return [
        *(sys.executable, "-m", "octoscale.cli.main", "serve"),
        f"--config={folder / 'rules.yaml'}",
        f"--prometheus-url={prometheus}",
        f"--lister-kubeconfig={config}",
        f"--bind-address={address}",
        "--secure-port=0",
        f"--tls-cert-file={pair.certificate}",
        f"--tls-private-key-file={pair.key}",
    ]


def wait(ready: Callable[[], bool], what: str) -> None:
    """Wait until *ready*; fail the test when it does not come."""
    wait_until(ready, what=what, timeout_seconds=START_SECONDS, processes=[])


def token_of(kube: KubePort, namespace: str, account: str = NAME) -> str:
    """Have the cluster make a token for a service account."""
    name = f"{account}-token"
    kube.apply(
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {
                "name": name,
                "annotations": {"kubernetes.io/service-account.name": account},
            },
            "type": "kubernetes.io/service-account-token",
        },
        namespace=namespace,
    )
    found: list[str] = []

    def made() -> bool:
        secret = kube.get(Kind("v1", "Secret"), name, namespace=namespace)
        found.extend(filter(None, [(secret.get("data") or {}).get("token")]))
        return bool(found)

    wait_until(made, what="a token", timeout_seconds=START_SECONDS, processes=[])
    return base64.b64decode(found[0]).decode()


def kubeconfig(plane: ControlPlane, folder: Path, token: str) -> Path:
    """Write how the server reaches its cluster: as its service account."""
    authority = plane.identities.authority.certificate
    cluster = {"server": plane.server, "certificate-authority": str(authority)}
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "test", "cluster": cluster}],
        "users": [{"name": "test", "user": {"token": token}}],
        "contexts": [{"name": "test", "context": {"cluster": "test", "user": "test"}}],
        "current-context": "test",
    }
    path = folder / "serve.kubeconfig"
    path.touch(mode=0o600)
    path.write_text(json.dumps(config), encoding="utf-8")
    return path


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    found: list[int] = []

    def listening() -> bool:
        text = log.read_text(encoding="utf-8")
        assert process.poll() is None, text
        _, known, rest = text.partition(_LISTENING)
        if known and "\n" in rest:
            found.append(int(rest.split()[0].rpartition(":")[2]))
        return bool(found)

    wait_until(listening, what="serve", timeout_seconds=START_SECONDS, processes=[])
    return found[0]


def _manifests(
    folder: Path, namespace: str, prometheus: str, authority: Path
) -> list[dict[str, Any]]:
    given = {
        "config": str(folder / "rules.yaml"),
        "prometheus_url": prometheus,
        "tls_cert_file": str(authority),
    }
    made = manifests(given, image="registry.invalid/octoscale:1", namespace=namespace)
    return [one for one in made if one["kind"] not in ("Namespace", "Deployment")]


def _local(manifest: dict[str, Any], port: int) -> dict[str, Any]:
    """Send what the cluster sends to the Service to our port on this machine."""
    if manifest["kind"] == "Service":
        spec = {"type": "ExternalName", "externalName": "localhost"}
        return {**manifest, "spec": spec}
    if manifest["kind"] == "APIService":
        spec = manifest["spec"]
        service = {**spec["service"], "port": port}
        assert base64.b64decode(spec["caBundle"])
        return {**manifest, "spec": {**spec, "service": service}}
    return manifest
