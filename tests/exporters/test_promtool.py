"""promtool finds no fault with any collector's exposition but inherited names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporters.collectors.redis import RedisCollector
from tests.exporters.exposed import samples, text_of
from tests.exporters.good_sources import PAGES, local, page_source
from tests.exporters.promtool import blamed
from tests.exporters.redis_process import running_redis

if TYPE_CHECKING:
    from pathlib import Path

INHERITED = {
    "apache_cpu_time_ms_total",
    "apache_duration_ms_total",
    "apache_sent_kilobytes_total",
    "web_memory_total",
    "web_swap_total",
}
"""Names of the originals that no linter likes, kept for existing rules unless base
units are asked for (``test_base_units``)."""


@pytest.mark.parametrize("name", PAGES)
def test_a_pages_exposition_is_clean(name: str) -> None:
    with page_source(name) as collector:
        text = text_of(collector)
    assert [v for (n, _), v in samples(text).items() if n.endswith("_up")] == [1]
    assert blamed(text) <= INHERITED


@pytest.mark.parametrize("name", ["cgroup", "groups", "mongodb", "process"])
def test_another_sources_exposition_is_clean(name: str) -> None:
    assert blamed(text_of(local()[name])) <= INHERITED


def test_the_exposition_of_a_real_redis_is_clean(tmp_path: Path) -> None:
    with running_redis(tmp_path) as port:
        text = text_of(RedisCollector(port=port, queues=["jobs"]))
    assert samples(text)["redis_up", ()] == 1
    assert blamed(text) == set()
