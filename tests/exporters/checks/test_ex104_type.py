"""EX104: a family without a type."""

from __future__ import annotations

import pytest

from tests.exporters.checks.inputs import GAUGE, found


@pytest.mark.parametrize("head", ["", "# TYPE web_x meter\n", "# TYPE web_x\n"])
def test_no_type(head: str) -> None:
    assert len(found("EX104", "# HELP web_x T.\n" + head + "web_x 1\n")) == 1


def test_a_type() -> None:
    assert found("EX104", GAUGE + "web_x 1\n") == []
    assert found("EX104", "# TYPE web_x untyped\nweb_x 1\n") == []
