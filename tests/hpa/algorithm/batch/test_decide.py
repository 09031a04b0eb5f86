"""The arrays decide as ``decide`` does: random HPAs, histories and sights."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hpa.algorithm.batch as compiled_batch
from hpa.algorithm.batch import (
    Memory,
    Observations,
    Specs,
    blank_decisions,
    compiled,
    decide_all,
    decide_one,
    new_memory,
    pack_observations,
    pack_specs,
)
from hpa.algorithm.batch.compiling import NUMBA
from hpa.algorithm.types import Config, Spec
from tests.hpa.algorithm.batch import worlds
from tests.hpa.algorithm.batch.agreement import agree_from_any_state, follow
from tests.hpa.algorithm.batch.engines import plain
from tests.hpa.algorithm.situations import DEFAULT_BEHAVIOR, queue_of, spec

if TYPE_CHECKING:
    from hpa.algorithm.batch.layout import Records

needs_numba = pytest.mark.skipif(
    not compiled_batch.COMPILES, reason="numba is not installed or switched off"
)


@given(st.randoms(use_true_random=False))
def test_plain_python_follows_decide_from_new_hpas_on(random: Random) -> None:
    follow(plain(), random, hpas=3, syncs=6)


@given(st.randoms(use_true_random=False))
def test_plain_python_decides_from_any_state_as_decide(random: Random) -> None:
    agree_from_any_state(plain(), random, hpas=3)


@needs_numba
@pytest.mark.parametrize("seed", range(2))
def test_machine_code_follows_decide_from_new_hpas_on(seed: int) -> None:
    follow(compiled_batch, Random(seed), hpas=1_500, syncs=20)


@needs_numba
def test_machine_code_decides_from_any_state_as_decide() -> None:
    agree_from_any_state(compiled_batch, Random(2), hpas=3_000)


def test_plain_python_is_plain_and_machine_code_is_not() -> None:
    assert plain().COMPILES is False
    assert not hasattr(plain().decide_one, "py_func")
    assert hasattr(decide_one, "py_func") == compiled_batch.COMPILES


def _history(hpas: int, syncs: int) -> tuple[list[Spec], list[Observations]]:
    random = Random(7)
    specs = [worlds.spec(random) for _ in range(hpas)]
    seen = [
        pack_observations(
            specs,
            [
                worlds.observation(random, each, worlds.current(random, each, None))
                for each in specs
            ],
            Config(),
        )
        for _ in range(syncs)
    ]
    return specs, seen


def _decided(specs: list[Spec], seen: list[Observations]) -> tuple[list[Any], Memory]:
    arrays = pack_specs(specs, Config())
    memory = new_memory(arrays)
    steps = enumerate(seen)
    return [decide_all(arrays, memory, each, n * 15.0).tolist() for n, each in steps], (
        memory
    )


@needs_numba
def test_the_number_of_threads_changes_nothing() -> None:
    specs, seen = _history(hpas=400, syncs=6)
    usual = NUMBA.get_num_threads()
    try:
        NUMBA.set_num_threads(1)
        alone, memory_alone = _decided(specs, seen)
    finally:
        NUMBA.set_num_threads(usual)
    together, memory_together = _decided(specs, seen)
    assert alone == together
    for one, other in zip(memory_alone, memory_together, strict=True):
        assert one.tolist() == other.tolist()


@compiled
def _own_loop(  # as a sweep would have it: one HPA after the other, all its syncs
    specs: Specs,
    memory: Memory,
    seen: Observations,
    decisions: Records,
    totals_milli: np.ndarray[Any, np.dtype[np.int64]],
) -> None:
    for row in range(decisions.shape[0]):
        scale, reading = seen.scales[row], seen.readings[row, 0]
        for sync in range(totals_milli.shape[0]):
            replicas = decisions[row]["replicas"]
            scale["spec_replicas"] = replicas
            scale["pods"] = replicas
            reading["samples"] = replicas
            reading["ready"] = replicas
            share = int(totals_milli[sync]) // int(replicas)
            reading["total_milli"] = share * int(replicas)
            decide_one(specs, memory, seen, decisions, row, sync * 15_000_000)


def test_a_compiled_loop_of_ones_own_takes_the_same_decisions() -> None:
    totals = [20_000, 90_000, 300_000, 300_000, 10_000, 10_000]
    wanted = [spec(behavior=DEFAULT_BEHAVIOR), spec(maximum=30)]
    arrays = pack_specs(wanted, Config())
    decisions = blank_decisions(2)
    decisions["replicas"] = 2
    _own_loop(
        arrays, new_memory(arrays), Observations.blank(2), decisions, np.array(totals)
    )
    steps = blank_decisions(2)
    steps["replicas"] = 2
    memory = new_memory(arrays)
    for sync, total in enumerate(totals):
        seen = [queue_of(int(current), total) for current in steps["replicas"]]
        packed = pack_observations(wanted, seen, Config())
        decide_all(arrays, memory, packed, sync * 15.0, into=steps)
    assert decisions.tolist() == steps.tolist()


def test_no_hpas_are_no_decisions() -> None:
    arrays = pack_specs([], Config())
    assert (
        len(
            decide_all(
                arrays, new_memory(arrays), Observations.blank(0, metrics=0), 0.0
            )
        )
        == 0
    )
