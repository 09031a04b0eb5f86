"""Every pain has its cases or a reason, and every case a pain."""

from __future__ import annotations

from tests.e2e.doctor_breaks import BREAKS
from tests.e2e.doctor_pains import BESIDES, PAINS, page_rows
from tests.e2e.test_doctor import CASES
from tests.reference import ROOT


def test_all_twenty_are_there() -> None:
    assert [one.number for one in PAINS] == list(range(1, 21))


def test_each_has_cases_or_a_reason() -> None:
    assert [one for one in PAINS if bool(one.cases) == bool(one.why_not)] == []


def test_cases_and_pains_fit() -> None:
    named = {case for one in PAINS for case in one.cases}
    assert named | set(BESIDES) == {*CASES, *BREAKS}


def test_the_page_says_the_same() -> None:
    page = (ROOT / "docs/doctor.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in page_rows() if line not in page] == []
