"""The spread over the pods, from what their exporters say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.load.spread import counted, fetch, imbalance, rises
from bench.observation import NotObserved
from tests.bench.load.service import SERIES, serving

PAGE = """\
# TYPE shop_requests_total counter
shop_requests_total{code="200"} 7
shop_requests_total{code="500"} 2
other_total 5
"""


def test_all_samples_of_a_page_are_added() -> None:
    found = counted(["a", "b"], "shop_requests_total", pages=lambda _url: PAGE)
    assert found == (9.0, 9.0)


def test_a_pod_without_the_counter_has_none_yet() -> None:
    assert counted(["a"], "absent_total", pages=lambda _url: PAGE) == (None,)


def test_a_page_that_is_no_exposition_is_not_observed() -> None:
    found = counted(["a"], "shop_requests_total", pages=lambda _url: "{{{")
    assert isinstance(found, NotObserved)
    assert "a:" in found.reason


def test_an_exporter_that_does_not_answer_is_not_observed() -> None:
    found = counted(["http://127.0.0.1:1/metrics"], "up")
    assert isinstance(found, NotObserved)


def test_a_real_page_is_fetched_and_a_redirect_is_not_followed() -> None:
    with serving() as url:
        assert counted([f"{url}/metrics"], SERIES) == (0.0,)
        with pytest.raises(OSError, match="302"):
            fetch(f"{url}/elsewhere")


def test_what_was_not_observed_before_or_after_stays_so() -> None:
    unseen = NotObserved("down")
    assert rises(unseen, (1.0,)) == unseen
    assert rises((1.0,), unseen) == unseen


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=50))
def test_the_index_lies_between_even_and_one_for_all(pods: list[int]) -> None:
    found = imbalance(pods)
    if sum(pods) == 0:
        assert found is None
    else:
        assert found is not None
        assert 1 - 1e-9 <= found <= len(pods) + 1e-9
