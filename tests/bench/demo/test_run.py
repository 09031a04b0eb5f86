"""Whole demos on this machine: a small one, the default, and interrupted ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil
import pytest

from bench.demo.modelled import modelled
from bench.demo.run import Stage, run
from bench.demo.settings import DemoSettings
from tests.tools import find_tool

if TYPE_CHECKING:
    from bench.demo.run import Snapshot

SMALL = DemoSettings(
    max_replicas=2,
    connections=60,
    target=40,
    settle_seconds=0.0,
    load_seconds=1.0,
    sync_seconds=2.0,
    scrape_seconds=1.0,
    stabilization_seconds=2.0,
)


@pytest.fixture(autouse=True)
def prometheus() -> None:
    if find_tool("prometheus") is None:
        pytest.skip("no prometheus (make tools)")


def children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def test_a_small_demo_goes_up_and_comes_back() -> None:
    before = children()
    seen: list[Snapshot] = []
    record = run(SMALL, stop=lambda: False, tell=seen.append)
    assert record.missed == ""
    assert record.trail == (1, 2, 1)
    assert record.failed == 0
    assert {Stage.STARTING, Stage.LOADED, Stage.COOLING} <= {one.stage for one in seen}
    assert max(one.running for one in seen) == 2
    assert children() == before


def test_a_stop_ends_everything() -> None:
    before = children()
    asked: list[Snapshot] = []
    record = run(SMALL, stop=lambda: len(asked) > 3, tell=asked.append)
    assert record.interrupted
    assert children() == before


@pytest.mark.soak
@pytest.mark.parametrize(
    "load", ["built-in", pytest.param("hey", marks=pytest.mark.long)]
)
def test_the_default_demo_goes_the_trail_of_the_model(load: str) -> None:
    if load == "hey" and find_tool("hey") is None:
        pytest.skip("no hey (make tools)")
    settings = DemoSettings(load="hey" if load == "hey" else "built-in")
    record = run(settings, stop=lambda: False, tell=lambda _: None)
    assert record.missed == ""
    assert record.trail == (1, 4, 8, 1)
    trace = modelled(record)
    assert trace is not None
    assert trace.trail == record.trail
