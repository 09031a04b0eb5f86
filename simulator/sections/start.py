"""How a pod starts and stops, once it has a node and its image."""

from __future__ import annotations

from simulator.parameter import Seconds, Section, Share, assumed, documented, measured

_WARM = (
    "pods whose image was present were Ready 1.7 to 2.5 s after their creation, eight "
    "at once, measured on one 2-core machine with containerd 1.6; the shares of its "
    "parts are assumed"
)


class StartSection(Section):
    """What it takes from a node to a served request, besides the image."""

    prepare_seconds: Seconds = measured(1.0, "s", _WARM)
    """The kubelet notices the pod and makes its sandbox and volumes."""

    containers_seconds: Seconds = measured(0.76, "s", _WARM)
    """Containers are made and started."""

    program_seconds: Seconds = measured(
        0.24,
        "s",
        "process spawned to first answer, a Python web service alone on one 2-core "
        "machine",
    )
    """The program starts up, until it answers its first probe and scrape."""

    jitter_ratio: Share = measured(
        0.19, "ratio", "1.7 to 2.5 s, as above; the uniform shape is assumed"
    )
    """How far a pod's three figures above lie from the stated ones, at most."""

    probe_initial_delay_seconds: Seconds = documented(
        0.0, "s", "Kubernetes' default; the paper's authors' manifest has no probe"
    )
    """How long the first readiness probe waits after the containers' start."""

    probe_period_seconds: Seconds = documented(
        0.0,
        "s",
        "the paper's authors' manifest has no probe, so a pod is Ready when its "
        "containers run; Kubernetes' default for a probe is 10 s",
    )
    """Time between readiness probes; 0 for a pod without a probe."""

    endpoints_seconds: Seconds = documented(
        1.0, "s", "kube-proxy's default --iptables-min-sync-period; uniform from 0"
    )
    """The longest time until a change of readiness reaches the routing."""

    termination_seconds: Seconds = assumed(
        1.0, "s", "a program that handles SIGTERM; Kubernetes' limit is 30 s"
    )
    """From a pod's deletion until it is gone."""
