"""Stored samples: what an instant query and a window see of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.world.series import STALE, Series, Store, labels_of

FIVE_MINUTES = 300_000


def series(*samples: tuple[int, float | None]) -> Series:
    found = Series(labels_of("x"))
    for time_ms, value in samples:
        found.append(time_ms, value)
    return found


@pytest.mark.parametrize(
    ("samples", "now_ms", "expected"),
    [
        pytest.param([], 10_000, None, id="nothing stored"),
        pytest.param([(20_000, 1.0)], 10_000, None, id="only later samples"),
        pytest.param([(10_000, 1.0)], 10_000, (10_000, 1.0), id="a sample of now"),
        pytest.param(
            [(1_000, 1.0), (9_000, 2.0), (11_000, 3.0)],
            10_000,
            (9_000, 2.0),
            id="the newest that is not later",
        ),
        pytest.param(
            [(10_000, 1.0)], 310_000, (10_000, 1.0), id="exactly five minutes old"
        ),
        pytest.param([(10_000, 1.0)], 310_001, None, id="a millisecond older"),
        pytest.param(
            [(10_000, 1.0), (20_000, STALE)], 20_000, None, id="at a staleness marker"
        ),
        pytest.param(
            [(10_000, 1.0), (20_000, STALE)],
            19_999,
            (10_000, 1.0),
            id="before a staleness marker",
        ),
        pytest.param(
            [(10_000, STALE), (20_000, 0.0)],
            25_000,
            (20_000, 0.0),
            id="back after a staleness marker, as 0",
        ),
    ],
)
def test_an_instant_query_sees(
    samples: list[tuple[int, float | None]],
    now_ms: int,
    expected: tuple[int, float] | None,
) -> None:
    assert series(*samples).latest(now_ms, FIVE_MINUTES) == expected


def test_a_window_includes_both_ends_and_no_staleness_marker() -> None:
    stored = series((0, 1.0), (10, 2.0), (20, STALE), (30, 4.0), (31, 5.0))
    assert stored.window(0, 30) == ([0, 10, 30], [1.0, 2.0, 4.0])
    assert stored.window(1, 9) == ([], [])
    assert stored.window(0, 10) == ([0, 10], [1.0, 2.0])


def test_samples_out_of_order_are_dropped() -> None:
    stored = series((10, 1.0), (10, 2.0), (5, 3.0), (11, 4.0))
    assert stored.window(0, 100) == ([10, 11], [1.0, 4.0])


def test_the_store_gives_series_in_the_order_of_their_labels() -> None:
    store = Store()
    for pod in ("web-2", "web-10", "web-1"):
        store.append(labels_of("x", {"pod": pod}), 0, 1.0)
    store.append(labels_of("a", {"pod": "web-1"}), 0, 1.0)
    pods = [dict(one.labels)["pod"] for one in store.named("x")]
    assert pods == ["web-1", "web-10", "web-2"]
    assert [dict(one.labels)["__name__"] for one in store] == ["a", "x", "x", "x"]
    assert store.named("y") == ()


def test_an_empty_label_is_no_label() -> None:
    assert labels_of("x", {"pod": "", "job": "web"}) == (
        ("__name__", "x"),
        ("job", "web"),
    )


@given(
    values=st.lists(
        st.sampled_from([0.0, 1.0, 2.5, 7.0, float("nan"), STALE]), max_size=12
    ),
    start=st.integers(-1, 13),
    end=st.integers(-1, 13),
)
def test_a_span_is_a_window_in_which_nothing_falls(
    values: list[float | None], start: int, end: int
) -> None:
    stored = series(*enumerate(values))
    span, (times, kept) = stored.span(start, end), stored.window(start, end)
    if span is None:
        return
    first, last = span
    assert (stored.times_ms[first], stored.times_ms[last]) == (times[0], times[-1])
    assert kept == sorted(kept)
    assert len(kept) == last - first + 1 >= 2


def test_a_counter_that_grows_has_a_span_behind_its_restart() -> None:
    stored = series(*enumerate([5.0, 6.0, 0.0, 1.0, 2.0]))
    assert stored.span(2, 4) == (2, 4)
    assert stored.span(1, 4) is None
    assert stored.span(4, 4) is None
