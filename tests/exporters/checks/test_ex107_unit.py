"""EX107: not in a base unit."""

from __future__ import annotations

import pytest

from tests.exporters.checks.inputs import found


@pytest.mark.parametrize("name", ["web_ms", "web_sent_kilobytes", "web_cpu_percent"])
def test_other_units(name: str) -> None:
    assert len(found("EX107", f"# TYPE {name} gauge\n{name} 1\n")) == 1


@pytest.mark.parametrize(
    "name", ["web_seconds", "web_bytes", "web_rhythms", "web_ratio"]
)
def test_base_units_and_words_that_only_end_alike(name: str) -> None:
    assert found("EX107", f"# TYPE {name} gauge\n{name} 1\n") == []
