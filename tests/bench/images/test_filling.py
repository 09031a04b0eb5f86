"""Tests of the filler's layers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.images.entries import Kind
from bench.images.filling import LAYER_BYTES, fillers
from bench.images.layers import STAMP_BYTES


@given(st.integers(STAMP_BYTES + 1, 20 * LAYER_BYTES))
def test_layers_take_exactly_the_room(room: int) -> None:
    planned = fillers(room)
    assert sum(plan.size + STAMP_BYTES for plan in planned) == room
    assert all(plan.size <= LAYER_BYTES for plan in planned)


@pytest.mark.parametrize("room", [0, 1, STAMP_BYTES])
def test_room_for_a_stamp_only_stays_empty(room: int) -> None:
    assert fillers(room) == []


def test_layers_have_files_of_their_own() -> None:
    names = [
        {one.name for one in plan.entries() if one.kind is Kind.FILE}
        for plan in fillers(LAYER_BYTES + 2_000_000)
    ]
    assert len(names) == 2
    assert names[0] & names[1] == set()


def test_folders_come_before_what_is_in_them() -> None:
    (plan,) = fillers(2_000_000)
    seen = {""}
    for entry in plan.entries():
        assert entry.name.rpartition("/")[0] in seen
        if entry.kind is Kind.FOLDER:
            seen.add(entry.name)
