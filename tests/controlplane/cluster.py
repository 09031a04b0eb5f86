"""A real control plane on loopback: started, used by tests, and gone again.

``ControlPlane`` owns a temporary folder and a dozen processes. Which flags they
get is in ``flags``, who they are in ``identities``; the pytest side is in
``plugin``.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.controlplane import flags, identities, kubeconfig, probes
from tests.controlplane.processes import (
    Process,
    StartError,
    free_ports,
    stop,
    wait_until,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.controlplane.binaries import Binaries

START_ATTEMPTS = 3
"""A free port can be taken before it is listened on; then all starts anew."""

_CLASH = "address already in use"
_API_SERVER = "kube-apiserver"
_CONTROLLERS = "kube-controller-manager"
_ACCOUNT = "/api/v1/namespaces/default/serviceaccounts/default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a control plane is set up."""

    nodes: int = 8
    """Hollow nodes: the paper's eight."""

    hpa: flags.HpaFlags = field(default_factory=flags.HpaFlags)
    """Settings of the HPA controller."""

    aggregator_routing: bool = False
    """False: aggregated APIs behind ExternalName Services; true: Endpoints."""

    parent: Path | None = None
    """Where the temporary folder is made; ``None`` is the system's place."""

    timeout_seconds: float = 60.0
    """For each step of the start; all of it takes some ten seconds."""


class ControlPlane:
    """etcd, API server, controller manager, scheduler and hollow nodes."""

    def __init__(self, binaries: Binaries, options: Options) -> None:
        """Make the folder and the certificates; ``start`` runs the programs."""
        if binaries.openssl is None:
            raise ValueError("openssl is missing")
        self.options = options
        self.folder = Path(
            tempfile.mkdtemp(prefix="octoscale-control-plane-", dir=options.parent)
        )
        self._binaries = binaries
        self._processes: dict[str, Process] = {}
        self._etcd, self._peer, self._port, *self._ports = free_ports(
            5 + 2 * options.nodes
        )
        self.server = f"https://{flags.LOOPBACK}:{self._port}"
        self.identities = identities.make(
            folder=self.folder, openssl=binaries.openssl, server=self.server
        )
        self._authority = self.identities.authority.certificate

    @property
    def kubeconfig(self) -> Path:
        """The administrator's."""
        return self.identities.admin.kubeconfig

    @property
    def context(self) -> str:
        """The one context of ``kubeconfig``."""
        return kubeconfig.CONTEXT

    @property
    def pids(self) -> dict[str, int]:
        """The running programs by name."""
        return {name: process.pid for name, process in self._processes.items()}

    def start(self) -> None:
        """Run all programs and wait until every node is Ready.

        Raises ``StartError``; the caller still has to ``close``.
        """
        self._start_servers()
        self._start_controllers(self.options.hpa)
        self._start_scheduler()
        for number in range(self.options.nodes):
            self._start_node(number)
        probe = self._probe(self._port)
        self._await_controllers()
        self._await(lambda: probe.healthy(_ACCOUNT), "the default service account")
        self._await(
            lambda: probes.ready_nodes(probe) >= self.options.nodes,
            f"{self.options.nodes} nodes",
        )

    def close(self) -> None:
        """Stop exactly what was started and remove the folder."""
        stop(self._processes.values())
        self._processes.clear()
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def hpa_flags(self, hpa: flags.HpaFlags) -> Iterator[None]:
        """Run the controller manager with other HPA settings for a while.

        It is restarted, which takes a few seconds: once a module, not a test.
        What it remembered (recommendations, scale events) is gone both times.
        """
        self._restart_controllers(hpa)
        try:
            yield
        finally:
            self._restart_controllers(self.options.hpa)

    def kill_api_server(self) -> None:
        """End the API server at once, as a crash would; the rest runs on."""
        stop([self._processes.pop(_API_SERVER)], grace_seconds=0.0)

    def revive_api_server(self) -> None:
        """Start the killed API server again, and wait until it answers."""
        self._start_api_server()

    def drop_history(self) -> None:
        """Make etcd forget all changes, as it does by itself after minutes.

        Whoever asks for older ones gets 410 where the API server keeps no cache
        of its own: it keeps none of Events.
        """
        probes.compact(probes.Probe(f"http://{flags.LOOPBACK}:{self._etcd}"))

    def _start_servers(self) -> None:
        store = flags.etcd(
            folder=self.folder / "etcd", client_port=self._etcd, peer_port=self._peer
        )
        self._run("etcd", store)
        etcd = probes.Probe(f"http://{flags.LOOPBACK}:{self._etcd}")
        self._await(lambda: etcd.healthy("/health"), "etcd")
        self._start_api_server()

    def _start_api_server(self) -> None:
        server = flags.api_server(
            self.identities.files,
            etcd_port=self._etcd,
            port=self._port,
            folder=self.folder,
            aggregator_routing=self.options.aggregator_routing,
        )
        self._run(_API_SERVER, server)
        probe = self._probe(self._port)
        self._await(lambda: probe.healthy("/readyz"), _API_SERVER)

    def _start_controllers(self, hpa: flags.HpaFlags) -> None:
        user = self.identities.controller_manager
        arguments = flags.controller_manager(
            self.identities.files,
            kubeconfig=user.kubeconfig,
            serving=user.pair,
            port=self._ports[0],
            hpa=hpa,
        )
        self._run(_CONTROLLERS, arguments)

    def _start_scheduler(self) -> None:
        user = self.identities.scheduler
        arguments = flags.scheduler(
            kubeconfig=user.kubeconfig, serving=user.pair, port=self._ports[1]
        )
        self._run("kube-scheduler", arguments)

    def _start_node(self, number: int) -> None:
        port, read_only_port = self._ports[2 + 2 * number : 4 + 2 * number]
        name = f"hollow-{number}"
        arguments = flags.hollow_node(
            name,
            kubeconfig=self.identities.node.kubeconfig,
            port=port,
            read_only_port=read_only_port,
        )
        self._run(name, arguments, program="kubemark")

    def _restart_controllers(self, hpa: flags.HpaFlags) -> None:
        stop([self._processes.pop(_CONTROLLERS)])
        self._start_controllers(hpa)
        self._await_controllers()

    def _await_controllers(self) -> None:
        probe = self._probe(self._ports[0])
        self._await(lambda: probe.healthy("/healthz"), _CONTROLLERS)

    def _probe(self, port: int) -> probes.Probe:
        base = f"https://{flags.LOOPBACK}:{port}"
        user = self.identities.admin.pair
        return probes.Probe(base, authority=self._authority, user=user)

    def _run(self, name: str, arguments: list[str], *, program: str = "") -> None:
        # A folder of its own: kubelets write below TMPDIR and HOME.
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        path = os.environ.get("PATH", os.defpath)
        self._processes[name] = Process(
            name,
            [str(self._binaries.path(program or name)), *arguments],
            folder=folder,
            environment={"PATH": path, "HOME": str(folder), "TMPDIR": str(folder)},
        )

    def _await(self, ready: Callable[[], bool], what: str) -> None:
        wait_until(
            ready,
            what=what,
            timeout_seconds=self.options.timeout_seconds,
            processes=self._processes.values(),
        )


def launch(binaries: Binaries, options: Options) -> ControlPlane:
    """Start a control plane; nothing is left behind when that fails.

    Raises ``StartError`` with the last words of the programs that matter.
    """
    for attempt in range(1, START_ATTEMPTS + 1):
        plane = ControlPlane(binaries, options)
        try:
            plane.start()
        except StartError as error:
            plane.close()
            if attempt == START_ATTEMPTS or _CLASH not in str(error):
                raise
        except BaseException:
            plane.close()
            raise
        else:
            return plane
    raise AssertionError("unreachable")
