"""``octoscale doctor``: a live chain, and the first link of it that is broken."""

from __future__ import annotations

import json
import signal
import sys
import time
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from octoscale.cli.cluster import ClusterOptions, cluster_options
from octoscale.cli.options import output_option, verbosity_options
from octoscale.cli.output import emit, emit_data, say
from octoscale.cli.prometheus_options import (
    Duration,
    PrometheusOptions,
    prometheus_options,
)
from octoscale.core.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from octoscale.cli.cluster import Cluster
    from octoscale.doctor.clue import Clue
    from octoscale.doctor.diagnosis import Diagnosis
    from octoscale.doctor.loop import Loop, LoopState

EPILOG = """\b
Examples:
  octoscale doctor --context prod -n shop
  octoscale doctor hpa/web --context prod -n shop --prometheus http://127.0.0.1:9090
  octoscale doctor hpa/web --context prod -n shop --config rules.yaml -o json
  octoscale doctor hpa/web --context prod -n shop --watch
  octoscale doctor --print-rbac --deep | kubectl apply -f -

\b
Reads only. What looks like a secret is not shown; look before you paste all the
same. Exits 0 when no link is broken, 1 when one is, 2 for wrong arguments, 3 when
the cluster or Prometheus cannot be reached.
"""

_MARKS = {
    "ok": "ok",
    "note": "note",
    "broken": "BROKEN",
    "follows": "-",
    "unknown": "?",
}
_STOP = (signal.SIGINT, signal.SIGTERM)


@click.command(epilog=EPILOG)
@click.argument("hpa", metavar="[hpa/NAME]", required=False)
@cluster_options
@prometheus_options(
    required=False, help_text="Prometheus' base URL: the links behind the rules."
)
@click.option(
    "--config",
    "config_name",
    metavar="FILE",
    help="The adapter's config. [default: the ConfigMap that its server mounts]",
)
@click.option("--deep", is_flag=True, help="Ask the pods themselves; needs pods/proxy.")
@click.option(
    "--print-rbac", is_flag=True, help="Print the needed rights, and ask nothing."
)
@click.option("--watch", is_flag=True, help="Show the loop live, until Ctrl-C.")
@click.option(
    "--for",
    "how_long",
    type=Duration(),
    metavar="DURATION",
    help="With --watch: end after so long.",
)
@click.option(
    "--every",
    type=Duration(),
    metavar="DURATION",
    default="15s",
    show_default=True,
    help="With --watch: the controller's sync period.",
)
@click.option(
    "--downscale-stabilization",
    "stabilization",
    type=Duration(),
    metavar="DURATION",
    default="5m",
    show_default=True,
    help="With --watch: as the controller's flag, which no cluster tells.",
)
@click.option(
    "--tolerance",
    type=click.FloatRange(0, 1),
    default=0.1,
    show_default=True,
    help="With --watch: as the controller's flag.",
)
@output_option("text", "json")
@verbosity_options
def command(
    *,
    hpa: str | None,
    cluster: ClusterOptions,
    prometheus: PrometheusOptions,
    config_name: str | None,
    deep: bool,
    print_rbac: bool,
    watch: bool,
    how_long: float | None,
    every: float,
    stabilization: float,
    tolerance: float,
    output: str,
) -> int:
    """Walk an HPA's chain backwards, and name the first broken link.

    From the HPA's conditions over the metrics API, the request as the controller
    sends it, the adapter's rule, its query, the series and the scrape targets to
    the pods: each link is shown with its evidence, and the broken one that lies
    nearest to the pods with the way out. Without hpa/NAME all HPAs of the namespace
    are summarized.
    """
    if print_rbac:
        return _print_rbac(deep=deep, output=output)
    name = _name(hpa)
    if watch and not name:
        raise click.UsageError("--watch shows one HPA: name it as hpa/NAME")
    if how_long is not None and not watch:
        raise click.UsageError("--for goes with --watch")
    config = _config(config_name)
    port = prometheus.connect() if prometheus.url else None
    with cluster.connected() as chosen, port or nullcontext():
        namespace = chosen.namespace or chosen.kube.address.namespace
        if watch:
            flags = {
                "sync_period_seconds": every,
                "downscale_stabilization_seconds": stabilization,
                "tolerance": tolerance,
            }
            loop = _loop(chosen, namespace, name, flags)
            return _watch(loop, every=every, limit=how_long, output=output)
        from octoscale.doctor.examine import examine

        found = examine(
            chosen.kube,
            namespace=namespace,
            name=name,
            prometheus=port,
            config=config,
            deep=deep,
            now=time.time(),
        )
    _print(found, output, summary=not name)
    return int(not all(one.is_healthy for one in found))


def _print_rbac(*, deep: bool, output: str) -> int:
    from octoscale.core import yamlio
    from octoscale.doctor.rights import roles

    made = roles(deep=deep)
    if output == "json":
        emit_data(made, output)
    else:
        emit(yamlio.dump_all(made))
    return 0


def _name(hpa: str | None) -> str:
    """Read ``hpa/NAME``, or the name alone."""
    if hpa is None:
        return ""
    kind, slash, name = hpa.rpartition("/")
    known = ("hpa", "horizontalpodautoscaler", "horizontalpodautoscalers")
    if not name or (slash and kind.lower() not in known):
        raise click.UsageError(f"write hpa/NAME, not {hpa!r}")
    return name


def _config(name: str | None) -> tuple[str, str] | None:
    if name is None:
        return None
    from adapter_rules.sources import find
    from octoscale.core import yamlio

    text = yamlio.read_text(name)
    find(text, file=name)  # a wrong file is told before any cluster is asked
    return name, text


def _print(found: list[Diagnosis], output: str, *, summary: bool) -> None:
    from octoscale.doctor.diagnosis import to_dict

    if output == "json":
        emit_data([to_dict(one) for one in found], output)
        return
    if not found:
        say("there are no HPAs in this namespace")
    for one in found:
        if summary:
            emit(terminal(_summary(one)))
        else:
            _print_one(one)


def _summary(one: Diagnosis) -> str:
    root = one.root
    if root is None:
        return f"ok      {one.namespace}/{one.name}"
    return f"BROKEN  {one.namespace}/{one.name}  {root.link}: {root.text}"


def _print_one(one: Diagnosis) -> None:
    for clue in one.clues:
        _print_clue(clue)
    root = one.root
    emit("")
    if root is None:
        emit(terminal(f"{one.namespace}/{one.name}: no link is broken"))
        return
    emit(terminal(f"first broken link, from the pods on: {root.link}: {root.text}"))
    emit(terminal(f"fix: {one.fix}"))


def _print_clue(clue: Clue) -> None:
    of = f" ({clue.metric})" if clue.metric else ""
    emit(terminal(f"{_MARKS[clue.verdict]:6}  {clue.link}{of}: {clue.text}"))
    for line in clue.evidence:
        emit(terminal(f"          {line}"))
    if clue.fix and clue.verdict in ("note", "unknown"):
        emit(terminal(f"          -> {clue.fix}"))


def _watch(loop: Loop, *, every: float, limit: float | None, output: str) -> int:
    from octoscale.doctor.loop import to_dict

    live = output == "text" and sys.stdout.isatty()
    began = time.monotonic()
    with _stopping() as wait, _screen(live=live) as show:
        while True:
            state = loop.look(time.time())
            if output == "json":
                emit(json.dumps(to_dict(state), ensure_ascii=False))
            else:
                show(state)
            left = None if limit is None else limit - (time.monotonic() - began)
            if left is not None and left <= 0:
                return 0
            if wait(every if left is None else min(every, left)):
                return 0


def _loop(chosen: Cluster, namespace: str, name: str, flags: dict[str, float]) -> Loop:
    from hpa.algorithm.types import Config
    from hpa.algorithm.versions import switches_for
    from hpa.live.autoscalers import served_kind
    from hpa.live.metrics import custom_version
    from octoscale.doctor.loop import Loop
    from octoscale.kube.discovery import mapper_entries
    from octoscale.kube.restmapper import RESTMapper

    kube = chosen.kube
    config = Config(**flags, switches=switches_for(kube.server_version()))
    return Loop(
        kube,
        served_kind(kube),
        name,
        namespace=namespace,
        mapper=RESTMapper(mapper_entries(kube.discover())),
        custom_version=custom_version(kube),
        config=config,
    )


def line(state: LoopState) -> str:
    """Write one look as a line."""
    stamp = datetime.fromtimestamp(state.at, UTC).strftime("%H:%M:%S")
    parts = [
        stamp,
        f"{state.namespace}/{state.name}",
        f"current {_or_unknown(state.current)}",
        f"desired {state.desired}",
        f"ready {_or_unknown(state.ready)}",
    ]
    for one in state.metrics:
        value = one.value or f"<unknown> ({one.problem})"
        parts.append(f"{one.name}: {value} of {one.metric_target}")
    parts.append(f"next: {state.upcoming}")
    return "  ".join(parts)


def _or_unknown(number: int | None) -> str:
    return "<unknown>" if number is None else str(number)


@contextmanager
def _screen(*, live: bool) -> Iterator[Callable[[LoopState], None]]:
    """Give what shows a look: a table in place on a terminal, else a line."""
    if not live:
        yield lambda state: emit(terminal(line(state)))
        return
    from rich.live import Live

    with Live(auto_refresh=False) as screen:
        yield lambda state: screen.update(_table(state), refresh=True)


def _table(state: LoopState) -> Any:
    from rich.table import Table
    from rich.text import Text

    title = (
        f"{state.namespace}/{state.name}: current {_or_unknown(state.current)}, "
        f"desired {state.desired}, ready {_or_unknown(state.ready)}"
    )
    table = Table(title=Text(terminal(title)), caption=Text(terminal(state.upcoming)))
    for column in (
        "metric",
        "value",
        "metric target",
        "up from",
        "down to",
        "asks for",
    ):
        table.add_column(column, overflow="fold")
    for one in state.metrics:
        asks = one.problem if one.proposes is None else str(one.proposes)
        cells = (one.name, one.value or "<unknown>", one.metric_target)
        row = (*cells, one.up_from, one.down_to, asks)
        table.add_row(*(Text(terminal(cell)) for cell in row))
    return table


@contextmanager
def _stopping() -> Iterator[Callable[[float], bool]]:
    """Give a function that waits, and says whether a signal came meanwhile."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOP)
    try:
        yield lambda seconds: signal.sigtimedwait(_STOP, seconds) is not None
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
