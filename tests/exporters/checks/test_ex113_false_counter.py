"""EX113: a gauge called a counter."""

from __future__ import annotations

import pytest

from tests.exporters.checks.inputs import found


@pytest.mark.parametrize(
    "name", ["web_load1", "web_open_fds", "web_queue", "web_cpu_percent"]
)
def test_counters_that_go_down(name: str) -> None:
    assert len(found("EX113", f"# TYPE {name} counter\n{name} 1\n")) == 1
    assert found("EX113", f"# TYPE {name} gauge\n{name} 1\n") == []


@pytest.mark.parametrize("name", ["web_cpu_seconds_total", "web_queued_total"])
def test_counters_that_only_grow(name: str) -> None:
    assert found("EX113", f"# TYPE {name} counter\n{name} 1\n") == []
