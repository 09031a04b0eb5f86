"""The Apache collector: a real server, and every way in which one can fail."""

from __future__ import annotations

import socket
import urllib.request

import pytest

from exporters.collectors.apache import ApacheCollector, descriptors
from octoscale.core.errors import UsageError
from tests.apache_plugin import RunningApache, running_apache
from tests.exporters.exposed import samples, text_of, types, values
from tests.exporters.raw_server import (
    Script,
    drip,
    http,
    raw_server,
    say,
    say_nothing,
    sized,
)
from tests.reference import reference

OWN = {
    "apache_up",
    "apache_exporter_scrape_duration_seconds",
    "apache_exporter_scrape_failures_total",
    "apache_exporter_scrape_unreadable_families",
    "apache_exporter_accept_queue",
}
AGE = "apache_exporter_last_success_age_seconds"
STATUS = b"BusyWorkers: 1\nIdleWorkers: 2\nTotal Accesses: 12345\nScoreboard: W__\n"


def test_a_real_server_is_read(apache: RunningApache) -> None:
    collector = ApacheCollector(apache.status_uri)
    for _ in range(5):
        with urllib.request.urlopen(f"{apache.url}/hello"):  # noqa: S310 our own server
            pass
    found = samples(text_of(collector))
    assert found["apache_up", ()] == 1
    assert found["apache_accesses_total", ()] >= 5
    assert found["apache_workers", (("state", "busy"),)] == 1
    assert found["apache_scoreboard", (("state", "reply"),)] == 1
    assert found["apache_processes", (("state", "all"),)] == 2
    # Each reading is an access of its own, counted soon after it was answered.
    counts = [values(collector)["apache_accesses_total"] for _ in range(20)]
    assert counts == sorted(counts)
    assert counts[-1] > found["apache_accesses_total", ()]


@pytest.mark.parametrize("mpm", ["prefork", "worker"])
def test_the_other_process_models_are_read(mpm: str) -> None:
    with running_apache(mpm=mpm) as server:
        text = text_of(ApacheCollector(server.status_uri))
    assert samples(text)["apache_up", ()] == 1
    assert f'mpm="{mpm}"' in text
    assert "apache_connections" not in types(text)  # the event MPM alone says it


def test_a_server_that_stops_is_absent_at_once_and_back_when_it_is() -> None:
    with running_apache() as server:
        collector = ApacheCollector(server.status_uri)
        ups = [values(collector)["apache_up"]]
        server.stop()
        text = text_of(collector)
    with running_apache(port=server.port):
        ups.append(values(collector)["apache_up"])
    assert ups == [1, 1]
    # Nothing listens any more, so that nothing queues; the last success ages.
    assert types(text).keys() == OWN - {"apache_exporter_accept_queue"} | {AGE}
    assert samples(text)["apache_up", ()] == 0


def test_without_auto_the_page_is_refused(apache: RunningApache) -> None:
    collector = ApacheCollector(f"{apache.url}/server-status")
    assert values(collector)["apache_up"] == 0
    assert collector.last_failure is not None
    assert "?auto" in str(collector.last_failure)


def test_what_is_declared_is_what_is_exposed_under_the_declared_type() -> None:
    name = "apache_2.4.71_pair_with_exporter_auto.txt"
    payload = reference("real", "payloads", "apache", name).read_bytes()
    with raw_server(say(sized(payload))) as port:
        text = text_of(ApacheCollector(f"http://127.0.0.1:{port}/?auto"))
    assert types(text) == {
        **{
            row.series_name: row.kind
            for row in descriptors()
            if "balancer" not in row.series_name
        },
        AGE: "gauge",
        **dict.fromkeys(OWN, "gauge"),
        "apache_exporter_scrape_failures_total": "counter",
    }


def test_when_apache_is_down_we_say_as_little_as_the_original() -> None:
    recorded = reference(
        "real", "exposition", "apache_exporter_0.12.0_apache_down.prom"
    )
    theirs = {name for name in types(recorded.read_text()) if "apache" in name}
    with raw_server(say(b"")) as port:
        ours = types(text_of(ApacheCollector(f"http://127.0.0.1:{port}/?auto")))
    assert theirs - {"apache_exporter_build_info"} <= ours.keys()
    assert ours.keys() == OWN


REDIRECT = http(b"", status="301 Moved", headers="Location: http://127.0.0.1:1/\r\n")
FAULTS = [
    pytest.param(say(b""), "connection", id="hangs-up"),
    pytest.param(say_nothing, "timeout", id="hangs"),
    pytest.param(drip(sized(STATUS)[:-1]), "timeout", id="slow"),
    pytest.param(say(sized(STATUS[:60], announced=80)), "truncated", id="cut-by-size"),
    pytest.param(say(http(STATUS[:-3])), "truncated", id="cut-in-the-last-line"),
    pytest.param(say(http(STATUS[:50])), "truncated", id="cut-within-a-number"),
    pytest.param(say(sized(b"<html>...")), "content", id="html"),
    pytest.param(say(sized(b"# HELP x\n")), "content", id="other-text"),
    pytest.param(say(sized(b"")), "content", id="empty"),
    pytest.param(say(sized(b"\xff\x00" * 99)), "content", id="binary"),
    pytest.param(say(sized(b"Uptime: 1\n" * 999)), "too_large", id="huge"),
    pytest.param(say(REDIRECT), "redirect", id="redirect"),
    pytest.param(say(http(b"", status="403 No")), "status", id="forbidden"),
]


@pytest.mark.parametrize(("script", "reason"), FAULTS)
def test_a_server_at_fault_is_absent_with_the_reason(
    script: Script, reason: str
) -> None:
    with raw_server(script) as port:
        collector = ApacheCollector(
            f"http://127.0.0.1:{port}/server-status?auto",
            timeout_seconds=0.3 if reason == "timeout" else 10,
            limit_bytes=5000,
        )
        text = text_of(collector)
    found = samples(text)
    assert found["apache_up", ()] == 0
    assert types(text).keys() == OWN
    failures = {
        labels[0][1]: value
        for (name, labels), value in found.items()
        if name == "apache_exporter_scrape_failures_total"
    }
    assert {name for name, count in failures.items() if count} == {reason}


def test_a_server_that_is_down_refuses() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    collector = ApacheCollector(f"http://127.0.0.1:{port}/?auto")
    failures = ("apache_exporter_scrape_failures_total", (("reason", "refused"),))
    counts = [samples(text_of(collector))[failures] for _ in range(2)]
    assert counts == [1, 2]


def test_no_value_outlives_its_reading() -> None:
    answers = iter([sized(STATUS), b"", sized(STATUS)])

    def script(client: socket.socket, over: object) -> None:
        del over
        client.sendall(next(answers))

    with raw_server(script) as port:
        collector = ApacheCollector(f"http://127.0.0.1:{port}/?auto")
        seen = [values(collector).get("apache_accesses_total") for _ in range(3)]
    assert seen == [12345, None, 12345]


@pytest.mark.parametrize(
    ("uri", "timeout_seconds"),
    [
        pytest.param("ftp://127.0.0.1/", 5.0, id="scheme"),
        pytest.param("http://127.0.0.1/", 0.0, id="no-time"),
        pytest.param("http://127.0.0.1/", -1.0, id="negative-time"),
        pytest.param("http://127.0.0.1/", float("nan"), id="nan"),
        pytest.param("http://127.0.0.1/", float("inf"), id="for-ever"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(
    uri: str, timeout_seconds: float
) -> None:
    with pytest.raises(UsageError):
        ApacheCollector(uri, timeout_seconds=timeout_seconds)
