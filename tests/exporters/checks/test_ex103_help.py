"""EX103: a family without a meaning."""

from __future__ import annotations

import pytest

from tests.exporters.checks.inputs import GAUGE, found


@pytest.mark.parametrize("head", ["", "# HELP web_x\n", "# HELP web_x  \n"])
def test_no_words(head: str) -> None:
    assert len(found("EX103", head + "# TYPE web_x gauge\nweb_x 1\n")) == 1


def test_a_family_without_samples_may_say_nothing() -> None:
    assert found("EX103", "# TYPE web_x gauge\n") == []
    assert found("EX103", GAUGE + "web_x 1\n") == []
