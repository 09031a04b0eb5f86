"""``octoscale hpa shadow``: what a controller would do, beside the real one."""

from __future__ import annotations

import json
import signal
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from octoscale.cli.cluster import ClusterOptions, cluster_options
from octoscale.cli.options import output_option, verbosity_options
from octoscale.cli.output import emit, say
from octoscale.core.errors import UsageError
from octoscale.core.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hpa.algorithm.types import Config, Spec
    from hpa.algorithm.versions import Switches
    from hpa.shadow import Key, Shadow, ShadowSync
    from octoscale.kube.base import KubePort

EPILOG = """\b
Examples:
  octoscale hpa shadow --context prod -n shop
  octoscale hpa shadow --context prod -A --for 1h -o json > shadow.jsonl
  octoscale hpa shadow --context prod -n shop --once
  octoscale hpa shadow --context prod -n shop --with new-hpa.yaml --for 1d

\b
Needed rights: get and list on horizontalpodautoscalers, pods and events, get on
the workloads' scale, get and list on the metrics APIs; none to write. Exits 1 when the
real controller did what no decision here explains (never with --with), 3 when the
server cannot be reached.
"""

_STOP = (signal.SIGINT, signal.SIGTERM)


@click.command(epilog=EPILOG)
@cluster_options
@click.option("-A", "--all-namespaces", is_flag=True, help="The HPAs of all of them.")
@click.option(
    "--with", "others", metavar="FILE", multiple=True,
    help="Follow the HPAs in this file instead of those of the same names, on the "
    "live metrics: recommendations only.",
)  # fmt: skip
@click.option("--once", is_flag=True, help="One sync, and the end.")
@click.option(
    "--for", "how_long", metavar="DURATION", help="End after so long. [default: never]"
)
@click.option(
    "--sync-period", metavar="DURATION", default="15s", show_default=True,
    help="As the controller's flag.",
)  # fmt: skip
@click.option(
    "--downscale-stabilization", metavar="DURATION", default="5m", show_default=True,
    help="As the controller's flag; it cannot be read from the cluster.",
)  # fmt: skip
@click.option(
    "--tolerance", type=click.FloatRange(0, 1), default=0.1, show_default=True,
    help="As the controller's flag.",
)  # fmt: skip
@click.option(
    "--kube-version", metavar="1.N", help="Of the controller. [default: the server's]"
)
@output_option("text", "json")
@verbosity_options
def command(
    *,
    cluster: ClusterOptions,
    all_namespaces: bool,
    others: tuple[str, ...],
    once: bool,
    how_long: str | None,
    sync_period: str,
    downscale_stabilization: str,
    tolerance: float,
    kube_version: str | None,
    output: str,
) -> int:
    """Decide beside the real controller, and touch nothing.

    Reads the same HPAs, scales, pods and metrics, and says what it would do, and
    where the real controller did something else. In the beginning the real one
    remembers more: until the windows have passed, that is said.
    """
    from hpa.algorithm.types import Config
    from hpa.shadow import Shadow

    period = _seconds("--sync-period", sync_period)
    if period <= 0:
        raise UsageError("--sync-period: longer than 0s")
    window = _seconds("--downscale-stabilization", downscale_stabilization)
    limit = _seconds("--for", how_long) if how_long is not None else None
    if kube_version is not None:
        _switches(kube_version)
    if all_namespaces and cluster.namespace:
        raise UsageError("--namespace and --all-namespaces exclude each other")
    instead = _instead(others, cluster.namespace)
    with cluster.connected() as chosen:
        kube = chosen.kube
        namespace = chosen.namespace or kube.address.namespace
        _check_tried(kube, instead, None if all_namespaces else namespace)
        config = Config(
            tolerance=tolerance,
            downscale_stabilization_seconds=window,
            sync_period_seconds=period,
        )
        shadow = Shadow(
            kube,
            namespace=None if all_namespaces else namespace,
            config=_of_version(config, kube, kube_version),
            mapper=_mapper(kube),
            instead=instead,
        )
        log = Log(output, every=once)
        _follow(shadow, log, period=period, limit=0.0 if once else limit)
    return log.end()


class Log:
    """Prints syncs: all of them as JSON, the changed ones as text."""

    def __init__(self, output: str, *, every: bool) -> None:
        """Begin; *every* prints unchanged ones as well."""
        self._output = output
        self._every = every
        self._last: dict[tuple[str, str], str] = {}
        self._different: set[str] = set()
        self._seen: set[str] = set()

    def show(self, one: ShadowSync) -> None:
        """Print one sync."""
        name = f"{one.namespace}/{one.name}"
        self._seen.add(name)
        if one.differences and not one.warming:
            self._different.add(name)
        if self._output == "json":
            emit(json.dumps(plain(one), ensure_ascii=False))
            return
        text = words(one)
        key = (one.namespace, one.name)
        if self._every or self._last.get(key) != text:
            stamp = datetime.fromtimestamp(one.at, UTC).strftime("%H:%M:%S")
            said = "".join(f"  it said: {event}" for event in one.events[-1:])
            emit(terminal(f"{stamp}  {text}{said}"))
        self._last[key] = text

    def end(self) -> int:
        """Say what came out; the exit code."""
        if not self._seen:
            say("there are no HPAs")
            return 0
        names = ", ".join(sorted(self._different))
        if names:
            say(f"the real controller did something else: {names}")
        else:
            say(f"no difference: {len(self._seen)} HPAs")
        return int(bool(names))


def words(one: ShadowSync) -> str:
    """Write one sync as a line.

    What is held against what stands first: current, live, here.
    """
    decision = one.decision
    parts = [
        f"{one.namespace}/{one.name}",
        f"current {'?' if decision.current is None else decision.current}",
        f"live {one.live.desired_replicas}",
        f"{'tried' if one.tried else 'here'} {one.desired}",
    ]
    parts += [
        f"{proposal.name}: "
        + (
            f"proposes {proposal.replicas}"
            if proposal.replicas is not None
            else proposal.message
        )
        for proposal in decision.proposals
    ]
    if one.differences:
        mark = "warming up, not yet a difference" if one.warming else "DIFFERENT"
        parts.append(f"{mark}: {'; '.join(one.differences)}")
    return "  ".join(parts)


def plain(one: ShadowSync) -> dict[str, Any]:
    """Give one sync as plain data."""
    decision = one.decision
    return {
        "at": one.at,
        "namespace": one.namespace,
        "name": one.name,
        "current": decision.current,
        "live": one.live.desired_replicas,
        "desired": one.desired,
        "tried": one.tried,
        "warming": one.warming,
        "differences": list(one.differences),
        "events": list(one.events),
        "recommendation": decision.recommendation,
        "reason": decision.reason,
        "error": decision.error,
        "metrics": [
            {
                "name": proposal.name,
                "replicas": proposal.replicas,
                "usageRatio": proposal.usage_ratio,
                "reason": proposal.reason,
                "message": proposal.message,
            }
            for proposal in decision.proposals
        ],
        "conditions": [
            {"type": c.type, "status": c.status, "reason": c.reason}
            for c in decision.conditions
        ],
    }


def _follow(shadow: Shadow, log: Log, *, period: float, limit: float | None) -> None:
    """Sync every *period*, until the limit or a signal."""
    began = time.monotonic()
    with _stopping() as wait:
        while True:
            for one in shadow.round(time.time()):
                log.show(one)
            left = None if limit is None else limit - (time.monotonic() - began)
            if left is not None and left <= 0:
                return
            if wait(period if left is None else min(period, left)):
                return


@contextmanager
def _stopping() -> Iterator[Callable[[float], bool]]:
    """Give a function that waits, and says whether a signal came meanwhile."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOP)
    try:
        yield lambda seconds: signal.sigtimedwait(_STOP, seconds) is not None
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _instead(files: tuple[str, ...], namespace: str | None) -> dict[Key, Spec]:
    from hpa.spec import decision_spec
    from octoscale.cli.hpa_options import decode_manifests

    found: dict[Key, Spec] = {}
    for manifest in decode_manifests(files) if files else ():
        hpa = manifest.hpa
        where = hpa.metadata.namespace or namespace or "default"
        found[where, hpa.metadata.name] = decision_spec(hpa)
    return found


def _check_tried(
    kube: KubePort, instead: dict[Key, Spec], namespace: str | None
) -> None:
    """Refuse settings for HPAs that are not looked at: they would try nothing."""
    from hpa.live.autoscalers import read_all, served_kind

    if not instead:
        return
    found = read_all(kube, served_kind(kube), namespace)
    known = {(one.namespace, one.name) for one in found}
    missing = sorted(f"{where}/{name}" for where, name in set(instead) - known)
    if missing:
        raise UsageError(
            f"--with names HPAs that are not there: {', '.join(missing)}",
            hint="they are tried on HPAs of the cluster, in the namespaces looked at",
        )


def _of_version(config: Config, kube: KubePort, version: str | None) -> Config:
    from dataclasses import replace

    from hpa.algorithm.versions import caveat

    of = version or kube.server_version()
    switches = _switches(of)
    doubt = caveat(of)
    if doubt:
        say(doubt)
    return replace(config, switches=switches)


def _switches(version: str) -> Switches:
    from hpa.algorithm.versions import switches_for

    try:
        return switches_for(version)
    except ValueError as error:
        raise UsageError(f"--kube-version: {error}") from error


def _mapper(kube: KubePort) -> Any:
    from octoscale.kube.discovery import mapper_entries
    from octoscale.kube.restmapper import RESTMapper

    return RESTMapper(mapper_entries(kube.discover()))


def _seconds(option: str, text: str) -> float:
    from octoscale.core.duration import DurationError, parse_prometheus

    try:
        return parse_prometheus(text)
    except DurationError as error:
        raise UsageError(f"{option}: {error}") from error
