"""How single requests are served: what may be said of it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from simulator.sections.requests import RequestsSection


def test_the_defaults_are_stated_with_their_source() -> None:
    section = RequestsSection()
    assert section.service_seconds.source == "assumption"
    assert section.queue is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"concurrency": 0},
        {"queue": -1},
        {"keep_alive_requests": 0},
        {"distribution": "normal"},
        {"service_seconds": {"value": 0.0, "unit": "s", "source": "given"}},
        {"patience": 1},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RequestsSection(**wrong)
