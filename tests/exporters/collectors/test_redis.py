"""The Redis collector, on a real Redis; its faults are in the table of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporters.collectors.redis import RedisCollector
from exporters.resp import Connection
from octoscale.core.errors import UsageError
from tests.exporters.exposed import samples, text_of
from tests.exporters.redis_process import running_redis

if TYPE_CHECKING:
    from pathlib import Path


def test_queues_of_every_kind_are_measured(tmp_path: Path) -> None:
    with running_redis(tmp_path) as port:
        with Connection("127.0.0.1", port, timeout_seconds=5) as redis:
            redis.ask("RPUSH", "jobs", "a", "b", "c")
            redis.ask("ZADD", "later", "1", "a", "2", "b")
            redis.ask("XADD", "events", "*", "k", "v")
            redis.ask("SET", "text", "no queue")
        queues = ["jobs", "later", "events", "none", "text"]
        text = text_of(RedisCollector(port=port, queues=queues))
    found = samples(text)
    depths = {
        dict(labels)["queue"]: value
        for (name, labels), value in found.items()
        if name == "redis_queue_depth"
    }
    assert depths == {"jobs": 3, "later": 2, "events": 1, "none": 0}
    assert found["redis_exporter_scrape_unreadable_families", ()] == 1
    assert found["redis_up", ()] == 1


@pytest.mark.parametrize(("password", "up"), [("right", 1), ("wrong", 0), (None, 0)])
def test_a_password_is_asked_and_never_shown(
    password: str | None, up: int, tmp_path: Path
) -> None:
    with running_redis(tmp_path, "--requirepass", "right") as port:
        collector = RedisCollector(port=port, queues=["jobs"], password=password)
        text = text_of(collector)
    assert samples(text)["redis_up", ()] == up
    shown = f"{text} {collector} {collector.last_failure}"
    assert "right" not in shown
    if not up:
        assert collector.last_failure is not None
        assert collector.last_failure.reason == "credentials"


@pytest.mark.parametrize(
    "options",
    [{"queues": []}, {"queues": ["a"], "port": 0}, {"queues": ["a"] * 101}],
)
def test_arguments_that_make_no_sense_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        RedisCollector(**options)  # type: ignore[arg-type]  # wrong on purpose
