"""Run many configurations of one scenario, and tell what each comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hpa.algorithm.batch import (
    Observations,
    blank_decisions,
    new_memory,
    pack_specs,
)
from hpa.algorithm.types import Config
from octoscale.core.yamlio import Document
from simulator.clock import MICROS
from simulator.errors import ScenarioError
from simulator.manifest import read_manifest
from simulator.streams import Streams
from simulator.sweep.calm import Known, nothing_known
from simulator.sweep.course import area_at
from simulator.sweep.engine import OUTCOME, Settings, run_all
from simulator.sweep.packing import packed
from simulator.sweep.plant import metric_of, plant_of
from simulator.sweep.state import new_state

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from hpa.algorithm.batch.layout import Records
    from hpa.algorithm.types import Spec
    from simulator.scenario import Scenario
    from simulator.sweep.plant import Plant

CHUNK = 2_000
"""So many configurations are run at once, between two tells of progress."""

_PARTS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One configuration."""

    spec: Spec
    config: Config = Config()  # noqa: RUF009 - frozen, shared on purpose
    scrape_interval_seconds: float = 10.0
    window_seconds: float = 60.0
    """The rate window; of no matter for a gauge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What the candidates come to, one row each, in their order."""

    pod_hours: npt.NDArray[np.float64]
    breach_seconds: npt.NDArray[np.float64]
    lost: npt.NDArray[np.float64]
    scalings: npt.NDArray[np.int32]
    flaps: npt.NDArray[np.int32]
    most_replicas: npt.NDArray[np.int32]
    offered: float
    decisions: int
    """Syncs in all."""

    trails: npt.NDArray[np.int64] | None = None
    """What every sync asked for, if that was wanted."""


def today(scenario: Scenario) -> Candidate:
    """Give the configuration that *scenario* itself has."""
    document = Document(scenario.model_dump(mode="json"))
    spec = read_manifest(document, namespace=scenario.service.namespace).spec
    options = scenario.autoscaler
    window = metric_of(scenario).window_ms
    return Candidate(
        spec=spec,
        config=Config(
            tolerance=options.tolerance.value,
            downscale_stabilization_seconds=(
                options.downscale_stabilization_seconds.value
            ),
            sync_period_seconds=options.sync_period_seconds.value,
        ),
        scrape_interval_seconds=scenario.scrape.interval_seconds.value,
        window_seconds=60.0 if window is None else window / 1000,
    )


def prepare(scenario: Scenario) -> bool:
    """Have the machine code ready: compiled, or loaded from disk where it is kept.

    Tells whether it had to be compiled now; whoever asks can stop the time. Raises
    as ``sweep`` does.
    """
    before = _compilations()
    sweep(
        scenario.model_copy(update={"duration_seconds": 1.0}), [today(scenario)], seed=0
    )
    return _compilations() > before


def _compilations() -> int:
    stats = getattr(run_all, "stats", None)  # plain Python has none
    return sum(stats.cache_misses.values()) if stats else 0


def sweep(
    scenario: Scenario,
    candidates: Sequence[Candidate],
    *,
    seed: int,
    keep_trails: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Outcomes:
    """Run *scenario* with each candidate's configuration instead of its own.

    *progress* is told how many are done. Raises ``ScenarioError`` for what the
    array engine does not cover, and ``ValueError`` without candidates.
    """
    if not candidates:
        raise ValueError("there is nothing to sweep")
    largest = max((one.spec for one in candidates), key=lambda spec: spec.max_replicas)
    slowest = max(one.scrape_interval_seconds for one in candidates)
    plant = plant_of(_scraped_every(scenario, slowest), spec=largest, seed=seed)
    if plant.numbers.replicas > int(plant.room.sum()):
        text = "no node has room for all of the first replicas"
        raise ScenarioError(text, path=("cluster",))
    settings = _settings(scenario, candidates, seed)
    syncs = _syncs(settings, plant)
    outcomes = np.zeros(len(candidates), OUTCOME)
    known = _known(settings, plant, syncs, largest.max_replicas)
    rows = len(candidates) if keep_trails else 0
    trails = np.zeros((rows, int(syncs.max())), np.int64)
    for start in range(0, len(candidates), CHUNK):
        part = slice(start, min(start + CHUNK, len(candidates)))
        _run(
            plant,
            candidates[part],
            Settings(
                settings.first_us[part],
                settings.period_us[part],
                settings.interval[part],
                settings.window_ms[part],
            ),
            Known(known.groups[part], known.values),
            outcomes[part],
            trails[part] if keep_trails else trails,
        )
        progress(part.stop)
    troubled = int((outcomes["trouble"] != 0).sum())
    if troubled:
        raise ScenarioError(f"{troubled} configurations outgrew the array engine")
    offered = float(area_at(plant.course, 0, scenario.duration_seconds))
    return Outcomes(
        pod_hours=outcomes["pod_seconds"] / 3600,
        breach_seconds=outcomes["breach_seconds"],
        lost=np.maximum(0.0, offered - outcomes["served"]),
        scalings=outcomes["scalings"],
        flaps=outcomes["flaps"],
        most_replicas=outcomes["most"],
        offered=offered,
        decisions=int(syncs.sum()),
        trails=trails if keep_trails else None,
    )


def _scraped_every(scenario: Scenario, seconds: float) -> Scenario:
    """Give *scenario* with another scrape interval, to see if it is covered."""
    interval = scenario.scrape.interval_seconds.model_copy(update={"value": seconds})
    scrape = scenario.scrape.model_copy(update={"interval_seconds": interval})
    return scenario.model_copy(update={"scrape": scrape})


def _run(
    plant: Plant,
    candidates: Sequence[Candidate],
    settings: Settings,
    known: Known,
    outcomes: Records,
    trails: npt.NDArray[np.int64],
) -> None:
    specs = pack_specs(
        [one.spec for one in candidates], [one.config for one in candidates]
    )
    most = max(one.spec.max_replicas for one in candidates)
    shortest = min(int(settings.period_us.min()), plant.numbers.duration_us)
    run_all(
        packed(plant),
        new_state(
            _PARTS,
            replicas=most,
            nodes=len(plant.room),
            samples=int((settings.window_ms / settings.interval).max() / 1000) + 1,
        ),
        specs,
        new_memory(specs, sync_period_seconds=shortest / MICROS),
        Observations.blank(len(candidates)),
        blank_decisions(len(candidates)),
        settings,
        known,
        outcomes,
        trails,
    )


def _settings(
    scenario: Scenario, candidates: Sequence[Candidate], seed: int
) -> Settings:
    """Give each candidate's times, with the event engine's chance."""
    chance = Streams(seed).stream("sync").random()
    taken = scenario.autoscaler.processing_seconds.value
    periods = [one.config.sync_period_seconds for one in candidates]
    return Settings(
        first_us=np.array([round(chance * one * MICROS) for one in periods]),
        period_us=np.array([round((one + taken) * MICROS) for one in periods]),
        interval=np.array([one.scrape_interval_seconds for one in candidates]),
        window_ms=np.array([round(one.window_seconds * 1000) for one in candidates]),
    )


def _known(
    settings: Settings, plant: Plant, syncs: npt.NDArray[np.int64], most: int
) -> Known:
    """Tell which candidates have the same times."""
    times = np.stack(
        [settings.first_us, settings.period_us, settings.interval, settings.window_ms]
    )
    _, groups = np.unique(times, axis=1, return_inverse=True)
    return nothing_known(
        groups.reshape(-1).astype(np.int64),
        endpoints=max(most, plant.numbers.replicas),
        pods=len(plant.phase),
        syncs=int(syncs.max()),
    )


def _syncs(settings: Settings, plant: Plant) -> npt.NDArray[np.int64]:
    left = plant.numbers.duration_us - settings.first_us
    counts: npt.NDArray[np.int64] = np.maximum(0, -(-left // settings.period_us))
    return counts
