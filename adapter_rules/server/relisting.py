"""Discovery, again and again: which series the rules find now.

Rules are isolated: one whose series query fails keeps what it found before, and
the others go on. In compatible mode one failure drops the whole discovery, as
upstream. What is listed from it is ``catalogue``'s business.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.errors import PrometheusError
from adapter_rules.series import Series
from adapter_rules.server.catalogue import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from adapter_rules.prometheus.http import AsyncPrometheus
    from adapter_rules.rule import Rule
    from adapter_rules.server.catalogue import Catalogue
    from adapter_rules.server.telemetry import Telemetry


@dataclass(frozen=True, slots=True)
class Relisted:
    """The outcome of one discovery."""

    catalogue: Catalogue
    complete: bool
    """Whether every series query was answered."""

    answered: bool
    """Whether any was, or none had to be asked."""


class Relisting:
    """Asks for the series of all rules."""

    def __init__(
        self,
        prometheus: AsyncPrometheus,
        *,
        look_back_seconds: float,
        telemetry: Telemetry,
        compat: bool = False,
    ) -> None:
        """Ask *prometheus* for series not older than *look_back_seconds*."""
        self._prometheus = prometheus
        self._look_back_seconds = look_back_seconds
        self._telemetry = telemetry
        self._compat = compat

    async def run(self, catalogue: Catalogue, now: float) -> Relisted:
        """Discover for *catalogue*'s rules and list what was found."""
        compiled, before = catalogue.compiled, catalogue.found
        custom, external = await asyncio.gather(
            self._discover(compiled.custom, before.custom, now),
            self._discover(compiled.external, before.external, now),
        )
        found = Found(custom[0], external[0])
        relisted = await asyncio.to_thread(catalogue.with_found, found)
        names: dict[str, int] = {}
        for listed in relisted.listed:
            names[listed.rule.label] = names.get(listed.rule.label, 0) + 1
        for rule in (*compiled.custom, *compiled.external):
            self._telemetry.listed(rule.label, names.get(rule.label, 0))
        failed = custom[1] + external[1]
        asked = custom[2] + external[2]
        return Relisted(relisted, not failed, not asked or failed < asked)

    async def _discover(
        self, rules: Sequence[Rule], before: Mapping[str, Sequence[Series]], now: float
    ) -> tuple[Mapping[str, Sequence[Series]], int, int]:
        """Ask each distinct series query once; count the failed and the asked."""
        queries = list(dict.fromkeys(rule.source.series_query for rule in rules))
        start = now - self._look_back_seconds
        answers = await asyncio.gather(*(self._series(one, start) for one in queries))
        found: dict[str, Sequence[Series]] = {}
        failed: dict[str, str] = {}
        counts: dict[str, int] = {}
        for query, answer in zip(queries, answers, strict=True):
            if isinstance(answer, PrometheusError):
                failed[query] = str(answer)
                found[query] = before.get(query, ())
            else:
                found[query], counts[query] = answer
        self._tell(rules, counts, failed)
        if failed and self._compat:
            return before, len(failed), len(queries)
        return found, len(failed), len(queries)

    async def _series(
        self, query: str, start: float
    ) -> tuple[Sequence[Series], int] | PrometheusError:
        try:
            series = await self._prometheus.series(query, start=start)
        except PrometheusError as error:
            return error
        return reduced(series), len(series)

    def _tell(
        self,
        rules: Iterable[Rule],
        counts: Mapping[str, int],
        failed: Mapping[str, str],
    ) -> None:
        for rule in rules:
            query = rule.source.series_query
            if query in failed:
                self._telemetry.failed(rule.label, failed[query])
            else:
                self._telemetry.discovered(rule.label, counts[query])


def reduced(series: Iterable[Series]) -> tuple[Series, ...]:
    """Keep one series of each name and set of labels, where it stood last.

    Discovery looks at names and labels' names only, and the last one wins: with
    thousands of pods, that is all but a handful.

    >>> len(reduced([Series("up", {"pod": "a"}), Series("up", {"pod": "b"})]))
    1
    """
    kept: dict[tuple[str, tuple[str, ...]], Series] = {}
    for one in series:
        key = (one.name, tuple(one.labels))
        kept.pop(key, None)
        kept[key] = Series(one.name, dict.fromkeys(one.labels, ""))
    return tuple(kept.values())
