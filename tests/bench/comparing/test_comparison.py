"""Only like is compared with like."""

from __future__ import annotations

import pytest

from bench.comparing.comparison import compare
from bench.comparing.difference import Threshold
from octoscale.core.errors import UsageError
from tests.bench.fakes import missed, observation, report
from tests.bench.load.fakes import load_report

TENTH = Threshold(0.1, relative=True)


def test_scale_ups_and_load_tests_are_not_compared() -> None:
    with pytest.raises(UsageError, match="the other of a load test"):
        compare(report(observation()), load_report(), TENTH)


def test_runs_without_a_common_figure_are_not_compared() -> None:
    with pytest.raises(UsageError, match="no figure in common"):
        compare(report(observation()), report(missed()), TENTH)
