"""A load test's report says first what measured it."""

from __future__ import annotations

import dataclasses

import pytest

from bench.load.observation import notice
from tests.bench.load.fakes import load_report


def test_the_notice_names_the_generator() -> None:
    assert notice(load_report()) == "measured with hey 0.1.4 on this machine"


def test_a_report_is_never_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        load_report().stop = "x"  # type: ignore[misc]  # that it is refused is the test
