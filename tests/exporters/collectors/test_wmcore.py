"""The WMCore collector, on a real status, bare and wrapped."""

from __future__ import annotations

import json

import pytest

from exporters.collectors.wmcore import WmcoreCollector
from tests.exporters.exposed import samples, text_of, values
from tests.exporters.serving_pages import pages
from tests.reference import reference


def real() -> bytes:
    name = "wmcore_processStatusDict.json"
    return reference("real", "payloads", "wmcore", name).read_bytes()


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_real_status_is_read(wrapped: bool) -> None:
    page = real()
    if wrapped:
        page = json.dumps({"result": [{"server": json.loads(page)}]}).encode()
    with pages({"/": page}) as uri:
        found = samples(text_of(WmcoreCollector(uri)))
    assert found["wmcore_up", ()] == 1
    assert found["wmcore_uptime_seconds", ()] == 12.5
    assert found["wmcore_cpu_seconds_total", (("mode", "user"),)] == 0.02
    assert found["wmcore_memory_bytes", (("kind", "rss"),)] == 14127104
    assert ("wmcore_num_threads", ()) not in found


def test_another_object_is_refused() -> None:
    with pages({"/": b'{"result": []}'}) as uri:
        assert values(WmcoreCollector(uri))["wmcore_up"] == 0
