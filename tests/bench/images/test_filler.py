"""Tests of the filler."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.images.filler import LARGEST_BYTES, filler


@given(st.integers(0, 3_000_000), st.text(max_size=5))
def test_files_have_the_wanted_bytes_in_all(total: int, seed: str) -> None:
    entries = list(filler(seed, total, "opt"))
    assert sum(entry.size for entry in entries) == total
    assert all(0 < entry.size <= LARGEST_BYTES for entry in entries)


def test_names_are_sorted_and_differ() -> None:
    names = [entry.name for entry in filler("a", 20_000_000, "opt")]
    assert len(names) > 200
    assert names == sorted(set(names))


def test_content_is_as_long_as_it_says_and_the_same_each_time() -> None:
    for entry in filler("a", 1_000_000, "opt"):
        first = b"".join(entry.open())
        assert len(first) == entry.size
        assert first == b"".join(entry.open())


def test_another_seed_gives_other_sizes() -> None:
    sizes = [[one.size for one in filler(seed, 500_000, "opt")] for seed in "ab"]
    assert sizes[0] != sizes[1]


def test_it_compresses_as_real_layers_do() -> None:
    content = b"".join(
        chunk for entry in filler("a", 20_000_000, "opt") for chunk in entry.open()
    )
    ratio = len(gzip.compress(content, 1)) / len(content)
    assert ratio == pytest.approx(0.45, abs=0.1)
