"""All codes in one place."""

from __future__ import annotations

import re

from adapter_rules.checks import CHECKS as RULE_CHECKS
from hpa.checks import CHECKS as HPA_CHECKS
from octoscale.check.checks import CHECKS
from octoscale.check.codes import READING, SUMMARIES

ROWS = {
    **{row.code: row.summary for row in CHECKS},
    **{row.code: row.summary for row in HPA_CHECKS},
    **{row.code: row.summary for row in RULE_CHECKS},
}


def test_every_check_has_its_summary() -> None:
    assert ROWS.items() <= SUMMARIES.items()


def test_no_code_of_reading_is_a_check() -> None:
    assert not set(ROWS) & set(READING)


def test_codes_look_alike() -> None:
    assert all(re.fullmatch(r"[A-Z]{2}\d{3}", code) for code in SUMMARIES)
