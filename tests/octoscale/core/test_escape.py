"""Strangers' names in terminals, CSV cells and workflow commands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoscale.core.escape import csv_cell, github, terminal


@given(st.text())
def test_a_terminal_gets_no_control_characters(text: str) -> None:
    shown = terminal(text)
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in shown)
    assert "\u202e" not in shown


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_a_terminal_gets_plain_text_as_it_is(text: str) -> None:
    assert terminal(text) == text


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd", "@x", "\tx", "\r=x"])
def test_a_spreadsheet_runs_nothing(text: str) -> None:
    assert csv_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["-3.5", "+1e9", "plain", "a=b"])
def test_a_spreadsheet_gets_numbers_and_plain_text_as_they_are(text: str) -> None:
    assert csv_cell(text) == text


@given(st.text())
def test_a_workflow_command_stays_on_its_line(text: str) -> None:
    assert "\n" not in github(text)
    assert "\r" not in github(text)
    assert "," not in github(text, inside_property=True)
