"""``octoscale demo``: the live chain on one machine, without a cluster."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from octoscale.cli import output as out
from octoscale.cli.options import VERBOSITY, output_option, verbosity_options
from octoscale.core.errors import GoalMissedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from bench.demo.record import Record
    from bench.demo.run import Snapshot

EPILOG = """\b
Examples:
  octoscale demo
  octoscale demo --record demo-run
  octoscale demo --load hey --connections 1200
  octoscale demo --keep                # stays up: look at its Prometheus

\b
It needs a Prometheus (make tools, or an installed one). Everything listens on
127.0.0.1, on free ports, and is ended on every way out. Exits 1 when the
replicas do not get there and back in time, 130 after Ctrl-C or SIGTERM.
"""

_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@click.command(epilog=EPILOG)
@click.option(
    "--replicas", type=int, default=8, show_default=True, help="How far it may scale."
)
@click.option(
    "--connections", type=int, default=850, show_default=True,
    help="Clients that keep a connection open while there is load.",
)  # fmt: skip
@click.option(
    "--target", type=int, default=100, show_default=True,
    help="Open descriptors that the HPA wants for each pod.",
)  # fmt: skip
@click.option(
    "--load", type=click.Choice(["built-in", "hey"]), default="built-in",
    show_default=True, help="Who makes the load.",
)  # fmt: skip
@click.option(
    "--load-for", metavar="DURATION", default="45s", show_default=True,
    help="How long the load lasts at least.",
)  # fmt: skip
@click.option(
    "--sync-period", metavar="DURATION", default="5s", show_default=True,
    help="Of the controller (Kubernetes' default is 15s).",
)  # fmt: skip
@click.option(
    "--scrape-interval", metavar="DURATION", default="2s", show_default=True,
    help="Of Prometheus.",
)  # fmt: skip
@click.option(
    "--limit", metavar="DURATION", default="2m", show_default=True,
    help="How long each way, up and back, may take.",
)  # fmt: skip
@click.option("--keep", is_flag=True, help="Stay up afterwards, until Ctrl-C.")
@click.option(
    "--record", metavar="DIR", type=click.Path(path_type=Path),
    help="Write a report into this new folder.",
)  # fmt: skip
@output_option("text", "json")
@verbosity_options
def command(
    *,
    replicas: int,
    connections: int,
    target: int,
    load: str,
    keep: bool,
    record: Path | None,
    output: str,
    **durations: str,
) -> None:
    """Run the live chain on this machine: 1 replica to 8 under load, and back.

    A demo service, our exporter, a real Prometheus, the metrics server and the
    HPA algorithm. No Kubernetes: processes of this machine stand in for pods.
    """
    from bench.demo.run import run
    from bench.demo.settings import DemoSettings

    settings = DemoSettings(
        max_replicas=replicas,
        connections=connections,
        target=target,
        load="hey" if load == "hey" else "built-in",
        keep=keep,
        load_seconds=_seconds("--load-for", durations["load_for"]),
        sync_seconds=_seconds("--sync-period", durations["sync_period"]),
        scrape_seconds=_seconds("--scrape-interval", durations["scrape_interval"]),
        limit_seconds=_seconds("--limit", durations["limit"]),
    )
    folder = None if record is None else _new_folder(record)
    with _stopping() as stop, _view() as tell:
        seen = run(settings, stop=stop, tell=tell)
    _finish(seen, folder, output)


def _finish(seen: Record, folder: Path | None, output: str) -> None:
    if folder is not None:
        from bench.demo.recording import write

        for path in write(seen, folder):
            out.say(f"written: {path}")
    out.emit(seen.to_json() if output == "json" else _words(seen))
    if seen.interrupted:
        raise KeyboardInterrupt
    if seen.missed:
        raise GoalMissedError(f"goal missed: {seen.missed}")


def _words(seen: Record) -> str:
    from bench.demo import PLAYED
    from bench.demo.modelled import modelled
    from bench.demo.page import trails

    trail, simulated = trails(seen, modelled(seen))
    took = seen.scale_up_seconds
    lines = [
        f"a demo: {'; '.join(PLAYED)}",
        f"replicas asked for:      {trail}",
        f"the same, simulated:     {simulated}",
    ]
    if took is not None:
        lines.append(
            f"first decision to {seen.settings.max_replicas} ready: {took:.1f} s"
        )
    if seen.answered:
        lines.append(f"requests: {seen.answered:,} answered, {seen.failed:,} failed")
    return "\n".join(lines)


def _seconds(option: str, text: str) -> float:
    from octoscale.core.duration import DurationError, parse_prometheus

    try:
        return parse_prometheus(text)
    except DurationError as error:
        raise UsageError(f"{option}: {error}") from error


def _new_folder(path: Path) -> Path:
    """Make the folder now: a demo should not fail at its end."""
    from octoscale.core.errors import FileAccessError

    try:
        path.mkdir(parents=True)
    except FileExistsError as error:
        raise FileAccessError(
            f"{path} exists already, and is not overwritten",
            hint="name a folder that does not exist",
        ) from error
    except OSError as error:
        raise FileAccessError(f"cannot create {path}: {error.strerror}") from error
    return path


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Let Ctrl-C, SIGTERM and a closed terminal only set a flag, for a block."""
    asked = threading.Event()

    def receive(number: int, frame: FrameType | None) -> None:
        del number, frame
        asked.set()

    before: dict[signal.Signals, Any] = {}
    if threading.current_thread() is threading.main_thread():
        before = {number: signal.signal(number, receive) for number in _STOP}
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _view() -> Iterator[Callable[[Snapshot], None]]:
    """Show a demo on standard error: a live view on a terminal, else lines."""
    if VERBOSITY.quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        with _live() as show:
            yield show
    else:
        yield _Lines().show


class _Lines:
    """One line whenever stage, replicas or value changed."""

    def __init__(self) -> None:
        self._last: tuple[object, ...] = ()

    def show(self, now: Snapshot) -> None:
        key = (now.stage, now.asked, now.ready, now.value_milli)
        if key == self._last:
            return
        if not self._last:
            out.say(f"Prometheus: {now.prometheus}  metrics API: {now.metrics}")
        self._last = key
        out.say(
            f"{now.at:6.1f} s  {now.stage:12}  {now.clients} clients  "
            f"value {_value(now)}  asked for {now.asked}  ready {now.ready}"
        )


def _value(now: Snapshot) -> str:
    return "absent" if now.value_milli is None else f"{now.value_milli / 1000:g}"


@contextmanager
def _live() -> Iterator[Callable[[Snapshot], None]]:
    from rich.console import Console
    from rich.live import Live

    with Live(console=Console(stderr=True), auto_refresh=False) as live:
        yield lambda now: live.update(_screen(now), refresh=True)


def _screen(now: Snapshot) -> Any:
    from rich.panel import Panel
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    rows = [
        ("load", f"{now.clients} clients, {now.answered:,} requests answered"),
        ("service", _bar(now)),
        ("metric", f"{_value(now)} open descriptors a pod, as the metrics API says"),
        ("HPA", f"asks for {now.asked}; next sync in {now.next_sync_seconds:.0f} s"),
        ("says", now.says or "nothing yet"),
        ("Prometheus", now.prometheus),
        ("metrics API", f"{now.metrics}/apis/custom.metrics.k8s.io/v1beta2"),
    ]
    for name, text in rows:
        table.add_row(Text(name, style="bold"), Text(text))
    title = f"octoscale demo: {now.stage}, {now.at:.0f} s"
    note = "processes stand in for pods; Ctrl-C ends everything"
    return Panel(table, title=Text(title), subtitle=Text(note))


def _bar(now: Snapshot) -> str:
    starting = max(0, now.running - now.ready)
    return f"{'■' * now.ready}{'□' * starting}  {now.ready} ready of {now.running}"
