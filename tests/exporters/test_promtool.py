"""promtool finds no fault with any collector's exposition but inherited names."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.exporters.exposed import samples, text_of
from tests.exporters.good_sources import PAGES, local, page_source
from tests.tools import find_tool

INHERITED = {
    "apache_cpu_time_ms_total",
    "apache_duration_ms_total",
    "apache_sent_kilobytes_total",
    "web_memory_total",
    "web_swap_total",
}
"""Names of the originals that no linter likes, kept for existing rules."""


def blamed(text: str) -> set[str]:
    """Give the series that promtool complains about."""
    promtool = find_tool("promtool")
    if promtool is None:
        pytest.skip("promtool is missing (make tools)")
    said = subprocess.run(
        [promtool, "check", "metrics"],
        input=text.encode(),
        capture_output=True,
        check=False,
    )
    lines = (said.stdout + said.stderr).decode().splitlines()
    return {found[0] for line in lines if (found := re.match(r"\w+", line))}


@pytest.mark.parametrize("name", PAGES)
def test_a_pages_exposition_is_clean(name: str) -> None:
    with page_source(name) as collector:
        text = text_of(collector)
    assert [v for (n, _), v in samples(text).items() if n.endswith("_up")] == [1]
    assert blamed(text) <= INHERITED


@pytest.mark.parametrize("name", ["cgroup", "groups", "mongodb", "process"])
def test_another_sources_exposition_is_clean(name: str) -> None:
    assert blamed(text_of(local()[name])) <= INHERITED
