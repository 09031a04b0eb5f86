"""The MongoDB collector over the wire: a mongod that answers, and ways of failing."""

from __future__ import annotations

import json
import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from exporters.collectors.mongodb import MongodbCollector
from tests.exporters.exposed import samples, text_of
from tests.exporters.fake_mongod import Answer, Cut, Document, Reply, fake_mongod
from tests.exporters.good_sources import real

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

pytest.importorskip("pymongo")

WRONG = {"ok": 0.0, "code": 18, "errmsg": "Authentication failed."}
FORBIDDEN = {"ok": 0.0, "code": 13, "errmsg": "not authorized on admin"}
BUSY = {"ok": 0.0, "code": 11600, "errmsg": "interrupted at shutdown"}
MONGODB_UP = ("mongodb_up", ())


def status() -> Document:
    """Give a real mongod's status, as one would send it."""
    document: Document = json.loads(real("mongodb", "serverStatus_mongod4.2.8.json"))
    return {**document, "ok": 1.0}


def always(reply: Reply) -> Answer:
    return lambda _, __: reply


def hangs(command: str, over: threading.Event) -> Reply:
    del command
    over.wait(30)
    return None


def collector(port: int, seconds: float = 5.0, user: str = "") -> MongodbCollector:
    uri = f"mongodb://{user}127.0.0.1:{port}/"
    return MongodbCollector(uri, timeout_seconds=seconds)


def reasons(text: str) -> set[str]:
    return {
        labels[0][1]
        for (name, labels), value in samples(text).items()
        if name == "mongodb_exporter_scrape_failures_total" and value
    }


def test_a_real_status_comes_over_the_wire() -> None:
    with fake_mongod(always(status())) as port:
        found = samples(text_of(collector(port)))
    assert found[MONGODB_UP] == 1
    assert found["mongodb_connections", (("state", "current"),)] == 22


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(always(None), {"connection"}, id="hangs-up"),
        pytest.param(always(FORBIDDEN), {"credentials"}, id="forbidden"),
        pytest.param(always(BUSY), {"connection", "status"}, id="shutting-down"),
        pytest.param(always({"ok": 1.0}), {"content"}, id="no-status"),
        pytest.param(always({"ok": 1.0, "a": ["b"]}), {"content"}, id="wrong-type"),
        pytest.param(always(b"<html>busy, very busy</html>"), None, id="html"),
        pytest.param(always(Cut(2**31 - 1, b"")), None, id="huge"),
        pytest.param(always(Cut(500, b"half")), {"connection"}, id="cut"),
    ],
)
def test_a_mongod_at_fault_is_absent_with_its_reason(
    answer: Answer, expected: set[str] | None
) -> None:
    with fake_mongod(answer) as port:
        text = text_of(collector(port))
    assert samples(text)[MONGODB_UP] == 0
    assert reasons(text) <= (expected or {"connection", "content"})
    assert len(reasons(text)) == 1
    assert "mongodb_connections" not in text


def test_wrong_credentials_are_told_as_such_and_not_shown() -> None:
    with fake_mongod(always(WRONG)) as port:
        one = collector(port, user="reader:hunter2@")
        text = text_of(one)
    assert reasons(text) == {"credentials"}
    assert "hunter2" not in text + str(one) + str(one.last_failure)


def test_a_mongod_that_hangs_after_the_handshake_keeps_the_deadline() -> None:
    with fake_mongod(hangs) as port:
        started = time.monotonic()
        text = text_of(collector(port, 0.4))
        taken = time.monotonic() - started
    assert reasons(text) == {"timeout"}
    assert taken < 5


def test_a_mongod_that_restarts_in_mid_scrape_is_absent_once() -> None:
    replies = iter([None])

    def answer(command: str, over: threading.Event) -> Reply:
        del command, over
        return next(replies, status())

    with fake_mongod(answer) as port:
        one = collector(port)
        first, second = text_of(one), text_of(one)
    assert samples(first)[MONGODB_UP] == 0
    assert reasons(first) == {"connection"}
    assert samples(second)[MONGODB_UP] == 1


def test_a_huge_answer_costs_bounded_memory() -> None:
    def peak(work: Callable[[], object]) -> int:
        tracemalloc.start()
        try:
            before = tracemalloc.get_traced_memory()[0]
            work()
            return tracemalloc.get_traced_memory()[1] - before
        finally:
            tracemalloc.stop()

    endless = Cut(2**31 - 1, b"y" * (40 * 1024 * 1024))
    with fake_mongod(always(endless)) as port:
        one = collector(port)
        text_of(one)  # what pymongo keeps for good
        taken = peak(lambda: text_of(one))
    assert taken < 12 * 1024 * 1024
