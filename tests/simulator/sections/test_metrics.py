"""The metric path's sections."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from simulator.parameter import assumed
from simulator.sections.metrics import AdapterSection, ScrapeSection


def test_scraping_and_relisting_are_the_authors_by_default() -> None:
    assert ScrapeSection().interval_seconds.value == 10.0
    assert AdapterSection(config={}).relist_interval_seconds.value == 60.0
    assert ScrapeSection().interval_seconds.source == "documented"


def test_an_interval_of_nothing_is_refused() -> None:
    with pytest.raises(ValidationError, match="more than 0 s"):
        ScrapeSection(interval_seconds=assumed(0.0, "s", "a test"))
