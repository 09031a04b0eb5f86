"""Server-side apply as a pure function; the real one is in the contract suite."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoscale.kube.errors import ConflictError
from octoscale.kube.ownership import (
    APPLY,
    UPDATE,
    Manager,
    applied,
    owners_of,
    updated,
)

MINE = Manager("mine", APPLY)
YOURS = Manager("yours", APPLY)
NEW: dict[str, Any] = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {}}
DATA = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("12"), max_size=4)


def wanting(data: dict[str, str]) -> dict[str, Any]:
    return {**NEW, "data": data}


def after(
    live: dict[str, Any], data: dict[str, str], manager: Manager, *, force: bool = False
) -> dict[str, Any]:
    return applied(live, wanting(data), manager, force=force, time="now")


@given(DATA)
def test_applying_twice_is_applying_once(data: dict[str, str]) -> None:
    once = after(NEW, data, MINE)
    assert after(once, data, MINE) == once


@given(DATA, DATA)
def test_a_lone_applier_gets_exactly_what_it_wants(
    first: dict[str, str], second: dict[str, str]
) -> None:
    live = after(after(NEW, first, MINE), second, MINE)
    assert live.get("data", {}) == second


@given(DATA, DATA)
def test_by_force_everything_wanted_is_there_and_what_others_hold_stays(
    mine: dict[str, str], yours: dict[str, str]
) -> None:
    live = after(after(NEW, mine, MINE), yours, YOURS, force=True)
    assert live.get("data", {}) == mine | yours


@given(DATA, DATA)
def test_without_force_only_a_difference_is_a_conflict(
    mine: dict[str, str], yours: dict[str, str]
) -> None:
    live = after(NEW, mine, MINE)
    contested = {f".data.{k}" for k in mine.keys() & yours if mine[k] != yours[k]}
    if not contested:
        assert after(live, yours, YOURS).get("data", {}) == mine | yours
        return
    with pytest.raises(ConflictError) as caught:
        after(live, yours, YOURS)
    assert {cause.field for cause in caught.value.causes} == contested


def test_the_inputs_stay_as_they_were() -> None:
    live = after(NEW, {"a": "1"}, MINE)
    before = repr(live)
    after(live, {"a": "2"}, YOURS, force=True)
    updated(live, wanting({"a": "3"}), Manager("editor", UPDATE), time="now")
    assert repr(live) == before


def test_an_update_takes_what_it_changes_and_nothing_else() -> None:
    live = after(NEW, {"a": "1", "b": "1"}, MINE)
    edited = {**live, "data": {"a": "2", "b": "1"}}
    editor = Manager("editor", UPDATE)
    owners = owners_of(updated(live, edited, editor, time="now"))
    assert owners == {MINE: {("f:data", "f:b")}, editor: {("f:data", "f:a")}}


def test_what_an_update_removes_is_owned_by_nobody() -> None:
    live = after(NEW, {"a": "1", "b": "1"}, MINE)
    edited = {**live, "data": {"b": "1"}}
    owners = owners_of(updated(live, edited, Manager("e", UPDATE), time="now"))
    assert owners == {MINE: {("f:data", "f:b")}}


@pytest.mark.parametrize(
    ("manager", "text"),
    [
        pytest.param(MINE, '"mine"', id="plain"),
        pytest.param(
            Manager("hpa", UPDATE, "scale"),
            '"hpa" with subresource "scale"',
            id="subresource",
        ),
    ],
)
def test_a_conflict_names_the_other_manager(manager: Manager, text: str) -> None:
    live = updated(None, wanting({"a": "1"}), manager, time="now")
    with pytest.raises(ConflictError) as caught:
        after(live, {"a": "2"}, YOURS)
    assert str(caught.value) == (
        f"Apply failed with 1 conflict: conflict with {text}: .data.a"
    )
