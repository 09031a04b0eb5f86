"""The DAS collector: the keys that DAS has, and a report of those it has not."""

from __future__ import annotations

import json

from exporters.collectors.das import DasCollector
from tests.exporters.exposed import samples, text_of, types
from tests.exporters.serving_pages import pages
from tests.reference import reference


def real() -> bytes:
    return reference("real", "payloads", "das", "das_status_shape.json").read_bytes()


def scrape(page: bytes) -> str:
    with pages({"/das/status": page}) as uri:
        return text_of(DasCollector(f"{uri}/das/status"))


def test_the_real_shape_is_read() -> None:
    found = samples(scrape(real()))
    assert found["das2go_up", ()] == 1
    assert found["das2go_open_fds", ()] == 11  # the original: 0
    assert found["das2go_resident_memory_bytes", ()] == 5816320
    assert found["das2go_total_connections", ()] == 2
    assert found["das2go_listen_connections", ()] == 1
    assert found["das2go_established_connections", ()] == 1
    assert found["das2go_open_files", ()] == 10
    assert found["das2go_get_requests_total", ()] == 1
    assert found["das2go_num_go_routines", ()] == 3


def test_a_missing_key_is_reported_and_not_zero() -> None:
    found = samples(scrape(real()))
    missing = {
        dict(labels)["key"]
        for name, labels in found
        if name == "das2go_exporter_scrape_missing_keys"
    }
    assert missing == {"NThreads"}
    assert ("das2go_num_threads", ()) not in found


def test_every_key_that_goes_is_named() -> None:
    page = json.loads(real())
    del page["OpenFDs"], page["MemStats"]
    text = scrape(json.dumps(page).encode())
    assert 'key="OpenFDs"' in text
    assert 'key="MemStats"' in text
    assert "das2go_open_fds" not in types(text)


def test_nothing_of_files_and_peers_is_exposed() -> None:
    text = scrape(real())
    assert "/dev/null" not in text
    assert "60566" not in text
