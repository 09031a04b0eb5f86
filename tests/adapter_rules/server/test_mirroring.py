"""Asking both servers: who is answered, what is compared, what is told."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from adapter_rules.server.mirroring import Mirror, differences
from adapter_rules.server.status import StatusError
from adapter_rules.server.telemetry import Telemetry

if TYPE_CHECKING:
    from adapter_rules.server.mirroring import AnswerFrom


def body(*values: tuple[str, str], at: str = "now") -> dict[str, Any]:
    return {
        "items": [
            {"describedObject": {"name": n}, "timestamp": at, "value": v}
            for n, v in values
        ]
    }


@dataclass
class Other:
    """Answers what a test says, or is away."""

    code: int = 200
    body: Any = None
    away: bool = False
    target: str = ""

    async def ask(self, target: str) -> tuple[int, Any]:
        """Answer."""
        self.target = target
        if self.away:
            raise OSError("gone")
        return self.code, self.body

    async def close(self) -> None:
        """Nothing is open."""


def answered(
    other: Other, ours: Any, answer_from: AnswerFrom = "self"
) -> tuple[Any, str]:
    """Give what the caller gets, and the counters."""
    telemetry = Telemetry(clock=lambda: 0.0)

    async def scenario() -> Any:
        mirror = Mirror(other, answer_from=answer_from, telemetry=telemetry)
        given = await mirror.answer("/apis/x?a=b", 200, ours)
        await mirror.close()
        return given

    return asyncio.run(scenario()), telemetry.exposition().decode()


def counted(outcome: str) -> str:
    return f'octoscale_mirror_comparisons_total{{outcome="{outcome}"}} 1.0'


def test_times_and_order_are_no_difference() -> None:
    other = Other(body=body(("b", "2"), ("a", "1"), at="then"))
    ours = body(("a", "1"), ("b", "2"))
    given, counters = answered(other, ours)
    assert given == ours
    assert other.target == "/apis/x?a=b"
    assert counted("equal") in counters


def test_a_difference_is_told(caplog: pytest.LogCaptureFixture) -> None:
    other = Other(body=body(("a", "2"), ("c", "1")))
    with caplog.at_level(logging.WARNING):
        given, counters = answered(other, body(("a", "1"), ("b", "1")))
    assert given == body(("a", "1"), ("b", "1"))
    assert counted("different") in counters
    told = json.loads(caplog.messages[0])
    assert told["differences"] == [
        'only ours: {"name":"b"}',
        'only theirs: {"name":"c"}',
        '{"name":"a"}: ours 1, theirs 2',
    ]


def test_the_other_one_s_answer_can_count() -> None:
    given, _ = answered(Other(body=body(("a", "2"))), body(("a", "1")), "mirror")
    assert given == body(("a", "2"))
    status = {"kind": "Status", "code": 404, "message": "no", "reason": "NotFound"}
    with pytest.raises(StatusError, match="no"):
        answered(Other(code=404, body=status), body(), "mirror")


def test_another_server_that_is_away_harms_only_who_wants_its_answer() -> None:
    given, counters = answered(Other(away=True), body(("a", "1")))
    assert given == body(("a", "1"))
    assert counted("unreachable") in counters
    with pytest.raises(StatusError):
        answered(Other(away=True), body(), "mirror")


def test_two_failures_of_one_status_agree() -> None:
    assert differences((500, {"message": "a"}), (500, {"message": "b"})) == []
