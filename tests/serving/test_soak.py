"""One minute of load: nothing wrong while Prometheus is there, no zero ever.

Correctness only; speed and memory are ``benchmarks/serve.py``'s lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.serving import load, world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.soak

SECONDS = 60.0
SETTLE_SECONDS = 10.0
"""After Prometheus is back: its first scrapes, and two samples for a rate."""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[world.Stage]:
    with world.stage(tmp_path_factory.mktemp("load"), hpas=1000) as made:
        yield made


@pytest.mark.parametrize(
    "options",
    [pytest.param((), id="plain"), pytest.param(("--coalesce", "5s"), id="coalesced")],
)
def test_a_thousand_hpas_are_answered_in_full(
    stage: world.Stage, options: tuple[str, ...]
) -> None:
    with stage.serve(*options) as server:
        result = load.run(stage, server, seconds=SECONDS)
    assert result.failures == []
    assert result.zeros == 0
    assert len(result.latencies) > 3 * len(stage.workloads)
    assert result.rss_megabytes < 300


def test_prometheus_away_is_errors_and_back_is_none(tmp_path: Path) -> None:
    away: list[float] = []
    with world.stage(tmp_path, hpas=200) as stage, stage.serve() as server:

        def stop_and_start() -> None:
            stage.prometheus.stop()
            load.pause(5.0)
            stage.prometheus.start()

        result = load.run(stage, server, seconds=SECONDS, halfway=stop_and_start)
    assert result.zeros == 0
    half = SECONDS / 2
    away = [at for at, _ in result.failures]
    assert away, "nobody asked while Prometheus was away"
    assert min(away) > half - 1
    assert max(away) < half + 5.0 + world.SCRAPE_SECONDS + SETTLE_SECONDS
