"""EX108: a name that breaks the convention."""

from __future__ import annotations

import pytest

from tests.exporters.checks.inputs import found


@pytest.mark.parametrize("name", ["web_queueDepth", "web:x"])
def test_names_that_break_the_convention(name: str) -> None:
    assert len(found("EX108", f"# TYPE {name} gauge\n{name} 1\n")) == 1


@pytest.mark.parametrize("name", ["web_queue_depth", "WEB_x", "web_load15"])
def test_names_that_keep_it(name: str) -> None:
    assert found("EX108", f"# TYPE {name} gauge\n{name} 1\n") == []
