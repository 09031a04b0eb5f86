"""EX116: addresses or ids in labels."""

from __future__ import annotations

import pytest

from tests.exporters.checks.inputs import GAUGE, found


@pytest.mark.parametrize(
    ("value", "findings"),
    [("140136676054720", 1), ("20210530", 0), ("Thread-2", 0), ("1" * 11, 0)],
)
def test_addresses_in_labels(value: str, findings: int) -> None:
    text = GAUGE + f'web_x{{thread="{value}"}} 1\n'
    assert len(found("EX116", text)) == findings
