"""The CherryPy collector: real pages, and what they count wrongly."""

from __future__ import annotations

import pytest

from exporters.collectors.cherrypy import CherrypyCollector
from tests.exporters.exposed import samples, text_of, types, values
from tests.exporters.serving_pages import pages
from tests.reference import reference

ENABLED = "cherrypy_18.10_cpstats_enabled.json"
DISABLED = "cherrypy_18.10_cpstats_disabled.json"


def scrape(name: str) -> str:
    page = reference("real", "payloads", "cherrypy", name).read_bytes()
    with pages({"/dbs/stats": page}) as uri:
        return text_of(CherrypyCollector(f"{uri}/dbs/stats"))


def test_a_real_page_is_read() -> None:
    found = samples(scrape(ENABLED))
    assert found["cherrypy_up", ()] == 1
    assert found["cherrypy_requests_total", ()] == 101  # 1,406 says the server
    assert found["cherrypy_requests_in_flight", ()] == 1
    assert found["cherrypy_queue", ()] == 0
    assert found["cherrypy_threads", ()] == 4
    assert found["cherrypy_threads_busy", ()] == 1
    assert found["cherrypy_accepts_total", ()] == 6
    assert found["cherrypy_response_bytes_total", ()] == 800
    assert found["cherrypy_exporter_scrape_unreadable_families", ()] == 0


def test_statistics_that_are_off_are_not_minus_one() -> None:
    text = scrape(DISABLED)
    assert samples(text)["cherrypy_up", ()] == 1
    assert " -1" not in text
    assert samples(text)["cherrypy_queue", ()] == 0


def test_the_type_does_not_depend_on_the_state() -> None:
    enabled, disabled = types(scrape(ENABLED)), types(scrape(DISABLED))
    assert {n for n in disabled if enabled.get(n, disabled[n]) != disabled[n]} == set()


def test_nothing_of_a_client_is_exposed() -> None:
    text = scrape(ENABLED)
    for secret in ("127.0.0.1", "GET ", "Thread-", "140103"):
        assert secret not in text


def test_the_originals_right_values_are_reproduced() -> None:
    recorded = reference("real", "exposition", "cpy_exporter.prom").read_text()
    theirs = {
        line.split()[0]: float(line.split()[1])
        for line in recorded.splitlines()
        if line.startswith("cpy_") and "{" not in line
    }
    page = {
        "Cheroot HTTPServer 1": {
            "Accepts": theirs["cpy_accepts"],
            "Queue": theirs["cpy_queue"],
            "Requests": theirs["cpy_requests"],
            "Socket Errors": theirs["cpy_socketErrors"],
            "Threads": theirs["cpy_threads"],
            "Threads Idle": theirs["cpy_threadsIdle"],
        },
        "CherryPy Applications": {
            "Enabled": True,
            "Current Requests": theirs["cpy_cpyCurrentRequest"],
            "Total Requests": theirs["cpy_cpyTotalRequests"],
            "Total Time": theirs["cpy_cpyTotalTime"],
            "Total Bytes Written": theirs["cpy_cpyTotalBytesWrite"],
            "Uptime": theirs["cpy_uptime"],
        },
    }
    import json

    with pages({"/": json.dumps(page).encode()}) as uri:
        ours = values(CherrypyCollector(uri))
    assert ours["cherrypy_requests_total"] == theirs["cpy_cpyTotalRequests"] == 51
    assert ours["cherrypy_request_seconds_total"] == theirs["cpy_cpyTotalTime"]
    assert ours["cherrypy_accepts_total"] == theirs["cpy_accepts"]
    assert ours["cherrypy_uptime_seconds"] == theirs["cpy_uptime"]
    assert ours["cherrypy_threads_busy"] == 1


@pytest.mark.parametrize("page", [b"{}", b'{"a": {"Threads": 3}}'])
def test_another_page_is_refused(page: bytes) -> None:
    with pages({"/": page}) as uri:
        assert values(CherrypyCollector(uri))["cherrypy_up"] == 0
