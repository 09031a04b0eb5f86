"""Prometheus' scraping: discovery of the pods, and a scrape loop for each.

Follows Prometheus 2.42's scrape loop: each target has a moment of its own
within the interval; a scrape's start is its samples' timestamp; a failed scrape
marks the target's series as stale at once, a vanished target only a while later.
What an exporter says is in ``simulator.world.exporter``.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Protocol

from simulator.world.series import STALE, labels_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.clock import Clock, Plan
    from simulator.sections.metrics import ScrapeSection
    from simulator.streams import Streams
    from simulator.world.faults import Answer, Faults
    from simulator.world.pods import Pod
    from simulator.world.series import Labels, Series, Store


class Exposing(Protocol):
    """Whatever answers scrapes for the pods."""

    def expose(self, pod: Pod) -> Answer | None:
        """Give every series of *pod* with its value; ``None``: no answer."""


@dataclass(slots=True, eq=False)
class _Target:
    """One pod that is scraped."""

    pod: Pod
    labels: dict[str, str]
    offset: float
    """Its moment within the interval, in seconds."""

    exposed: tuple[Labels, ...] = ()
    """The series of its last successful scrape."""

    removed: bool = False
    moment: float = 0.0
    """When it is to be scraped next."""

    plan: Plan | None = None
    """What scrapes it then."""

    rows: list[Series] = field(default_factory=list)
    """Where the samples of a full answer go: its series, then ``up``."""

    names: dict[int, Labels] = field(default_factory=dict)
    """The full labels of its series, by their number; they never change."""

    up: Labels = ()
    """The series that tells whether its scrapes succeed."""

    def __post_init__(self) -> None:
        """Name its own series."""
        self.up = labels_of("up", self.labels)


class Scraper:
    """Scrapes the pods that it has discovered into a store."""

    def __init__(  # noqa: PLR0913 - its neighbours, each by name
        self,
        clock: Clock,
        streams: Streams,
        *,
        options: ScrapeSection,
        namespace: str,
        exporter: Exposing,
        store: Store,
        faults: Faults | None = None,
    ) -> None:
        """Scrape pods of *namespace*; they are told with ``appear``."""
        self._clock = clock
        self._streams = streams
        self._options = options
        self._namespace = namespace
        self._exporter = exporter
        self._store = store
        self._faults = faults
        self._losses = streams.stream("losses")
        self._lateness = streams.stream("lateness")
        self._interval = options.interval_seconds.value
        self._latency = options.latency_seconds.value
        self._loss_ratio = options.loss_ratio.value
        self._jitter = options.jitter_seconds.value
        self._targets: dict[Pod, _Target] = {}
        self._changes: list[tuple[Pod, bool]] = []
        self._waiting: deque[tuple[float, list[Series], list[float], int]] = deque()
        """Full answers that queries do not see yet: from when on they do, where
        they go, and their samples. Oldest first."""

        self.on_stored: Callable[[], None] = lambda: None
        """Told after each scrape, once queries see its samples."""

        self.told_from = 0.0
        """From which time on ``on_stored`` is told; the later, the faster."""

        period = options.discovery_seconds.value
        if period > 0:
            first = streams.stream("discovery").uniform(0.0, period)
            clock.every(period, self._take_up, first=first)

    def appear(self, pod: Pod) -> None:
        """Learn that *pod* has an address; taken up at the next discovery."""
        self._change(pod, appeared=True)

    def vanish(self, pod: Pod) -> None:
        """Learn that *pod* is gone; taken up at the next discovery."""
        self._change(pod, appeared=False)

    def add(self, pod: Pod) -> None:
        """Scrape *pod* from now on, at its own moment of each interval."""
        stream = self._streams.stream("scrape", pod.name)
        interval = self._options.interval_seconds.value
        target = _Target(pod, self._labels(pod), stream.uniform(0.0, interval))
        self._targets[pod] = target
        target.moment = _next(self._clock.now, target.offset, interval)
        target.plan = self._clock.at(target.moment, partial(self._scrape, target))

    def _change(self, pod: Pod, *, appeared: bool) -> None:
        self._changes.append((pod, appeared))
        if self._options.discovery_seconds.value == 0:
            self._take_up()

    def _take_up(self) -> None:
        """Take up what has changed since the last time."""
        changes, self._changes = self._changes, []
        for pod, appeared in changes:
            if appeared:
                self.add(pod)
            elif pod in self._targets:
                self._targets.pop(pod).removed = True

    def _labels(self, pod: Pod) -> dict[str, str]:
        options, labels = self._options, {"instance": pod.name}
        labels.update(options.labels)
        if options.namespace_label is not None:
            labels[options.namespace_label] = self._namespace
        if options.pod_label is not None:
            labels[options.pod_label] = pod.name
        return labels

    def _scrape(self, target: _Target) -> None:
        """Scrape once, and plan the next time."""
        if target.removed or target.plan is None:
            self._end(target)
            return
        moment = target.moment = target.moment + self._interval
        late = self._lateness.uniform(0.0, self._jitter) if self._jitter else 0.0
        self._clock.again(target.plan, moment + late)
        if self._faults is not None and self._faults.has("prometheus"):
            return
        now_ms, answer = self._clock.now_ms, self._exporter.expose(target.pod)
        if self._loss_ratio and self._losses.random() < self._loss_ratio:
            answer = None
        if answer and target.exposed and len(target.rows) == len(answer) + 1:
            values = [value for _, value in answer]
            values.append(1.0)
            self._append_later(target.rows, values, now_ms)
            return
        samples: list[tuple[Labels, float | None]] = [
            (self._name(target, index, one.name, one.labels), value)
            for index, (one, value) in enumerate(answer or ())
        ]
        exposed = tuple([labels for labels, _ in samples])
        if not answer:
            samples.extend((labels, STALE) for labels in target.exposed)
        target.exposed = exposed
        samples.append((target.up, 0.0 if answer is None else 1.0))
        self._clock.after(self._delay(), lambda: self._append(target, samples, now_ms))

    def _delay(self) -> float:
        """Tell how long a scrape's samples take until queries see them."""
        late = self._faults.find("metric_late") if self._faults else None
        return self._latency + (late.late_seconds if late else 0.0)

    def _name(
        self, target: _Target, index: int, name: str, own: dict[str, str]
    ) -> Labels:
        """Give a series' labels; made once."""
        if index not in target.names:
            target.names[index] = labels_of(name, own, target.labels)
        return target.names[index]

    def _append(
        self, target: _Target, samples: list[tuple[Labels, float | None]], now_ms: int
    ) -> None:
        self.settle()
        rows = [self._store.series(labels) for labels, _ in samples]
        for series, (_, value) in zip(rows, samples, strict=True):
            series.append(now_ms, value)
        if samples[-1][1]:
            target.rows = rows
        self.on_stored()

    def _append_later(
        self, rows: list[Series], values: list[float], now_ms: int
    ) -> None:
        """Append a full answer, in the order of *rows*, when its time comes."""
        seen = self._clock.now + self._latency
        if self._faults is None and seen < self.told_from:
            self._waiting.append((seen, rows, values, now_ms))
            return

        def append() -> None:
            self.settle()
            for series, value in zip(rows, values, strict=True):
                series.append(now_ms, value)
            self.on_stored()

        self._clock.after(self._delay(), append)

    def settle(self) -> None:
        """Store all that queries are to see by now: call it before each query."""
        waiting, now = self._waiting, self._clock.now
        while waiting and waiting[0][0] < now:
            _, rows, values, now_ms = waiting.popleft()
            for series, value in zip(rows, values, strict=True):
                series.append(now_ms, value)

    def _end(self, target: _Target) -> None:
        """Mark a vanished target's series as stale, as late as Prometheus does.

        It waits for one more interval and a tenth, in case the target comes
        back; the markers' timestamp is the moment of the scrape that is not.
        """
        stale_ms = self._clock.now_ms
        gone = [*target.exposed, target.up]
        markers: list[tuple[Labels, float | None]] = [(one, STALE) for one in gone]
        wait = self._options.interval_seconds.value * 1.1
        self._clock.after(wait, lambda: self._append(target, markers, stale_ms))


def _next(now: float, offset: float, interval: float) -> float:
    """Give the first moment at or after *now* that is *offset* into an interval."""
    since = (now - offset) % interval
    return now if since == 0 else now + interval - since
