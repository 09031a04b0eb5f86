"""What the adapter asks Prometheus, and the simulated Prometheus that answers.

The port is text in, rows out, so that a real one can stand in its place
(``simulator.testing.live``). What the subset yields is ``evaluation``'s.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from adapter_rules.series import Series
from simulator.world.promql import parse, series_selector

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.world.evaluation import Evaluator, Row
    from simulator.world.series import Series as Stored

_parse = lru_cache(maxsize=4096)(parse)


class Answers(Protocol):
    """A Prometheus, as the adapter asks it. ``PortError`` when it cannot answer."""

    def series(self, query: str, start_ms: int, now_ms: int) -> list[Series]:
        """Find the series of a series query with samples from *start_ms* on."""
        ...

    def rows(self, promql: str, now_ms: int) -> list[Row]:
        """Answer an instant query."""
        ...

    def ages(self, promql: str, now_ms: int) -> list[int]:
        """Give the ages (ms) of the samples that it starts from, if known."""
        ...


class SimulatedAnswers:
    """Answers from the simulated store, in the subset of PromQL."""

    def __init__(
        self, evaluator: Evaluator, *, settle: Callable[[], None] = lambda: None
    ) -> None:
        """Answer from what *settle*, called before each answer, has stored."""
        self._evaluator = evaluator
        self._settle = settle
        self._shown: dict[Stored, Series] = {}

    def series(self, query: str, start_ms: int, now_ms: int) -> list[Series]:
        """Find series as ``/api/v1/series`` does; none is from the future."""
        del now_ms
        self._settle()
        return [
            self._show(series)
            for series in self._evaluator.found(series_selector(query))
            if series.times_ms and series.times_ms[-1] >= start_ms
        ]

    def _show(self, series: Stored) -> Series:
        """Give a stored series as the adapter sees it; always the same object."""
        shown = self._shown.get(series)
        if shown is None:
            shown = self._shown[series] = Series.of_labels(dict(series.labels))
        return shown

    def rows(self, promql: str, now_ms: int) -> list[Row]:
        """Evaluate; raises ``UnsupportedQueryError`` outside the subset."""
        self._settle()
        return self._evaluator.rows(_parse(promql), now_ms)

    def ages(self, promql: str, now_ms: int) -> list[int]:
        """Give the ages of the newest samples of the first selector."""
        self._settle()
        return self._evaluator.ages(_parse(promql), now_ms)
