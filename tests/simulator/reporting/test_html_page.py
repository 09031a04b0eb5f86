"""The page of a run: complete, the same bytes, and strangers' names stay text."""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from simulator import presets
from simulator.reporting.html_page import to_html
from simulator.run import simulate

if TYPE_CHECKING:
    from simulator.trace import Trace


@functools.cache
def trace() -> Trace:
    return simulate(presets.laptop(), seed=1)


def test_the_page_loads_nothing_and_forbids_it() -> None:
    page = to_html({"this": trace()})
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)=|<script|https?://", page)


def test_it_says_simulated_and_where_each_figure_comes_from() -> None:
    page = to_html({"this": trace()})
    assert "Simulated: laptop" in page
    for name in trace().parameters:
        assert name in page


def test_the_same_run_gives_the_same_bytes() -> None:
    assert to_html({"this": trace()}) == to_html({"this": trace()})


def test_names_cannot_become_markup() -> None:
    hostile = "<img onerror=x>\x1b"
    page = to_html({hostile: replace(trace(), scenario=hostile)})
    assert "<img" not in page
    assert "\x1b" not in page


def test_without_a_run_there_is_no_page() -> None:
    with pytest.raises(ValueError, match="no run"):
        to_html({})
