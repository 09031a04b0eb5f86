"""A problem is a value with a place."""

from __future__ import annotations

import pytest

from octoscale.core.errors import InputError
from octoscale.core.finding import Finding, Place, Severity


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(), "<input>"),
        (Place(file="f"), "f"),
        (Place(file="f", line=2), "f:2"),
        (Place(line=2, column=3), "<input>:2:3"),
        (Place(file="f", column=3), "f"),
    ],
)
def test_a_place_is_written_as_compilers_do(place: Place, text: str) -> None:
    assert str(place) == text


def test_an_input_error_shows_all_its_findings() -> None:
    findings = [
        Finding(code=f"XX00{n}", severity=Severity.ERROR, message=f"problem {n}")
        for n in (1, 2)
    ]
    assert str(InputError(findings)).splitlines() == [str(f) for f in findings]


def test_an_input_error_without_findings_is_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one"):
        InputError([])
