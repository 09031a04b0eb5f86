"""Every collector of a page or a server, against every way of failing.

What looks at this machine instead fails in ways of its own: a process that ends
while it is read is ``collectors/test_process``, a missing or broken control group
``collectors/test_cgroup``, a process that comes and goes ``collectors/test_groups``;
a mongod that answers wrongly is ``test_mongod_faults``.
"""

from __future__ import annotations

import socket
import time
import tracemalloc
from collections.abc import Callable

import pytest

from exporters.collectors.apache import ApacheCollector
from exporters.collectors.cherrypy import CherrypyCollector
from exporters.collectors.couchdb import CouchdbCollector
from exporters.collectors.das import DasCollector
from exporters.collectors.expvar import ExpvarCollector
from exporters.collectors.http import HttpCollector
from exporters.collectors.mapping import EXAMPLE, MappingCollector
from exporters.collectors.mongodb import MongodbCollector
from exporters.collectors.redis import RedisCollector
from exporters.collectors.wmcore import WmcoreCollector
from exporters.source_collector import SourceCollector
from tests.exporters.exposed import samples, text_of
from tests.exporters.good_sources import PAGES, page_source
from tests.exporters.raw_server import (
    Script,
    drip,
    http,
    raw_server,
    read_until,
    say,
    say_nothing,
    sized,
)

Make = Callable[[int, float], SourceCollector]


def page(kind: Callable[..., SourceCollector]) -> Make:
    return lambda port, seconds: kind(
        f"http://127.0.0.1:{port}/page", timeout_seconds=seconds
    )


COLLECTORS: dict[str, Make] = {
    "apache": page(ApacheCollector),
    "cherrypy": page(CherrypyCollector),
    "couchdb": page(CouchdbCollector),
    "das": page(DasCollector),
    "expvar": page(ExpvarCollector),
    "mapping": lambda port, seconds: MappingCollector(
        f"http://127.0.0.1:{port}/", EXAMPLE, timeout_seconds=seconds
    ),
    "wmcore": page(WmcoreCollector),
}
LOOP = http(b"", status="302 Found", headers="Location: /page\r\n")
HUGE = sized(b"x" * (5 * 1024 * 1024))
DEEP = sized(b"[" * 100_000)
FAULTS: dict[str, tuple[Script, set[str]]] = {
    "hangs-up": (say(b""), {"connection"}),
    "hangs": (say_nothing, {"timeout"}),
    "slow": (drip(sized(b"{" + b" " * 999)[:-1]), {"timeout"}),
    "cut": (say(sized(b'{"a": 1', announced=99)), {"truncated"}),
    "cut-json": (say(sized(b'{"a": [1, 2')), {"truncated", "content"}),
    "html": (say(sized(b"<html>busy</html>")), {"content"}),
    "wrong-type": (say(sized(b'["a list"]')), {"content"}),
    "empty": (say(sized(b"")), {"content"}),
    "binary": (say(sized(b"\xff\xfe\x00" * 99)), {"content"}),
    "nan": (say(sized(b'{"Uptime": NaN}')), {"content"}),
    "deep": (say(DEEP), {"content", "truncated"}),
    "huge": (say(HUGE), {"too_large"}),
    "redirect-loop": (say(LOOP), {"redirect"}),
    "credentials": (say(http(b"", status="401 Who")), {"credentials"}),
    "error": (say(http(b"", status="503 Busy")), {"status"}),
}


def failures(text: str) -> set[str]:
    """Give the reasons that were counted."""
    return {
        labels[0][1]
        for (name, labels), value in samples(text).items()
        if name.endswith("_scrape_failures_total") and value
    }


def ups(text: str) -> list[float]:
    return [v for (name, _), v in samples(text).items() if name.endswith("_up")]


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("make", COLLECTORS.values(), ids=COLLECTORS)
def test_a_source_at_fault_is_absent_with_its_reason(
    make: Make, fault: tuple[Script, set[str]]
) -> None:
    script, reasons = fault
    with raw_server(script) as port:
        collector = make(port, 0.3 if reasons == {"timeout"} else 10)
        started = time.monotonic()
        text = text_of(collector)
        taken = time.monotonic() - started
    assert ups(text) == [0]
    assert len(failures(text)) == 1
    assert failures(text) <= reasons
    assert taken < 5  # 0.3 s were given; the rest is for a busy machine
    names = {name for name, _ in samples(text)}
    source = {d.series_name for d in collector.descriptors}
    assert {n for n in names & source if not n.endswith("_accept_queue")} == set()


@pytest.mark.parametrize("make", COLLECTORS.values(), ids=COLLECTORS)
def test_a_source_that_is_down_refuses(make: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    text = text_of(make(port, 5))
    assert ups(text) == [0]
    assert failures(text) == {"refused"}


@pytest.mark.parametrize("make", COLLECTORS.values(), ids=COLLECTORS)
def test_a_huge_answer_costs_bounded_memory(make: Make) -> None:
    endless = say(http(b"y" * (40 * 1024 * 1024)))
    with raw_server(endless) as port:
        collector = make(port, 20)
        tracemalloc.start()
        try:
            before = tracemalloc.get_traced_memory()[0]
            text_of(collector)
            peak = tracemalloc.get_traced_memory()[1] - before
        finally:
            tracemalloc.stop()
    assert peak < 12 * 1024 * 1024


@pytest.mark.parametrize("name", sorted(set(PAGES) - {"http"}))
def test_a_source_that_restarts_in_mid_scrape_is_absent_once(name: str) -> None:
    with page_source(name, cut_first=True) as collector:
        first, second = text_of(collector), text_of(collector)
    assert ups(first) == [0]
    assert failures(first) <= {"connection", "truncated"}
    source = {d.series_name for d in collector.descriptors}
    names = {n for n, _ in samples(first)} & source
    assert {n for n in names if not n.endswith("_accept_queue")} == set()
    assert ups(second) == [1]


def redis(port: int, seconds: float = 0.5) -> RedisCollector:
    return RedisCollector(port=port, queues=["jobs"], timeout_seconds=seconds)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(b"", "connection", id="hangs-up"),
        pytest.param(b"HTTP/1.1 400 Bad\r\n\r\n", "content", id="http"),
        pytest.param(b"<html>\r\n", "content", id="html"),
        pytest.param(b"$70000\r\n", "too_large", id="huge"),
        pytest.param(b"+li", "truncated", id="cut"),
        pytest.param(b"-NOAUTH first\r\n", "credentials", id="credentials"),
        pytest.param(b"-LOADING data\r\n", "status", id="loading"),
        pytest.param(b"x" * 200_000, "content", id="endless-line"),
    ],
)
def test_a_redis_at_fault_is_absent_with_its_reason(answer: bytes, reason: str) -> None:
    def script(client: socket.socket, over: object) -> None:
        del over
        client.sendall(answer)

    with raw_server(script, head=b"\r\n") as port:
        text = text_of(redis(port))
    assert ups(text) == [0]
    assert failures(text) == {reason}


def test_a_redis_that_says_nothing_times_out() -> None:
    with raw_server(say_nothing, head=b"\r\n") as port:
        assert failures(text_of(redis(port, 0.2))) == {"timeout"}


def test_a_redis_that_restarts_in_mid_scrape_is_absent_once() -> None:
    cut = [True]

    def script(client: socket.socket, over: object) -> None:
        del over
        client.sendall(b"+list\r\n"[: 4 if cut[0] else None])
        if not cut[0]:
            read_until(client, b"jobs\r\n")
            client.sendall(b":7\r\n")
        cut[0] = False

    with raw_server(script, head=b"jobs\r\n") as port:
        collector = redis(port, 5)
        first, second = text_of(collector), text_of(collector)
    assert ups(first) == [0]
    assert failures(first) <= {"connection", "truncated"}
    assert ("redis_queue_depth", (("queue", "jobs"),)) not in samples(first)
    assert ups(second) == [1]
    assert samples(second)["redis_queue_depth", (("queue", "jobs"),)] == 7


def test_a_slow_redis_keeps_the_deadline() -> None:
    with raw_server(drip(b"+" + b"l" * 500), head=b"\r\n") as port:
        started = time.monotonic()
        text = text_of(redis(port, 0.3))
    assert failures(text) == {"timeout"}
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        pytest.param(http(b"", status="503 Busy"), 503, id="busy"),
        pytest.param(http(b"", status="401 Who"), 401, id="credentials"),
        pytest.param(LOOP, 302, id="redirect-loop"),
        pytest.param(HUGE, 200, id="huge"),
        pytest.param(sized(b"<html>busy</html>"), 200, id="html"),
        pytest.param(sized(b"half", announced=99), 200, id="cut-body"),
    ],
)
def test_a_probe_takes_any_status_for_an_answer(answer: bytes, status: int) -> None:
    with raw_server(say(answer)) as port:
        found = samples(text_of(HttpCollector(f"http://127.0.0.1:{port}/")))
    assert found["http_probe_up", ()] == 1
    assert found["http_probe_status", ()] == status
    assert found["http_probe_success", ()] == (status < 400)


@pytest.mark.parametrize(
    ("script", "reasons"),
    [
        pytest.param(say(b""), {"connection"}, id="hangs-up"),
        pytest.param(say_nothing, {"timeout"}, id="hangs"),
        pytest.param(drip(b"HTTP/1.1 200 OK\r\nA: b"), {"timeout"}, id="slow"),
        pytest.param(say(b"hello\r\n\r\n"), {"content"}, id="no-http"),
        pytest.param(say(b"HTTP/1.1 2"), {"content", "connection"}, id="restarts"),
    ],
)
def test_a_probe_without_an_answer_has_no_status(
    script: Script, reasons: set[str]
) -> None:
    with raw_server(script) as port:
        probe = HttpCollector(f"http://127.0.0.1:{port}/", timeout_seconds=0.3)
        text = text_of(probe)
    assert ups(text) == [0]
    assert len(failures(text)) == 1
    assert failures(text) <= reasons
    assert ("http_probe_status", ()) not in samples(text)


@pytest.mark.parametrize(
    ("script", "most_seconds"),
    [
        pytest.param(say_nothing, 5, id="hangs"),
        pytest.param(say(b""), 5, id="hangs-up"),
        pytest.param(say(b"<html>no wire protocol</html>"), 5, id="html"),
        pytest.param(say(b"\xff" * 100_000), 5, id="binary"),
        pytest.param(say(b"\x10\x00\x00"), 5, id="cut"),
    ],
)
def test_a_mongodb_at_fault_is_absent_within_its_time(
    script: Script, most_seconds: float
) -> None:
    pytest.importorskip("pymongo")
    with raw_server(script, head=b"\x00\x00") as port:
        collector = MongodbCollector(f"mongodb://127.0.0.1:{port}", timeout_seconds=0.5)
        started = time.monotonic()
        text = text_of(collector)
        taken = time.monotonic() - started
    assert ups(text) == [0]
    assert len(failures(text)) == 1
    assert failures(text) <= {"connection", "timeout", "content"}
    assert taken < most_seconds
