"""EX110: too many series."""

from __future__ import annotations

import pytest

from exporters.checks.ex110_cardinality import MAXIMUM_SERIES
from tests.exporters.checks.inputs import GAUGE, found


@pytest.mark.parametrize(("more", "findings"), [(0, 0), (1, 1)])
def test_the_bound(more: int, findings: int) -> None:
    lines = (f'web_x{{user="{n}"}} 1\n' for n in range(MAXIMUM_SERIES + more))
    assert len(found("EX110", GAUGE + "".join(lines))) == findings
