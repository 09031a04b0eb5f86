"""The report's last page puts both sides beside each other."""

from __future__ import annotations

from bench.calibration.page import page, png
from tests.bench.calibration.reports import calibrated_small
from tests.bench.reporting.pages import Page


def test_it_is_the_report_and_its_last_section_shows_both_sides() -> None:
    found = calibrated_small()
    text = page(found)
    made = Page(text)
    assert made.faults == []
    assert text.startswith("<!DOCTYPE html><!-- simulated -->\n")
    assert "script" not in made.tags
    last = text.rpartition("<section>")[2]
    assert "In the report and simulated, side by side" in last
    assert "start.prepare_seconds" in last
    assert "pulling the image" in last


def test_the_picture_is_the_same_every_time() -> None:
    found = calibrated_small()
    assert png(found) == png(found)
    assert png(found).startswith(b"\x89PNG")
