"""Answer from one server, ask both, report differences: the safe way to move.

The other one is the old adapter, asked the same path and parameters. Timestamps
are not compared, nor is the order of items.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any, Literal, Protocol

from adapter_rules.server import status

if TYPE_CHECKING:
    from adapter_rules.server.telemetry import Telemetry
    from adapter_rules.server.wire import Body

LOG = logging.getLogger("adapter_rules.server.mirror")
"""One line of JSON for each difference."""

AnswerFrom = Literal["self", "mirror"]

PENDING = 200
"""Comparisons under way; beyond them, questions are not mirrored but counted."""


class Other(Protocol):
    """The other server."""

    async def ask(self, target: str) -> tuple[int, Any]:
        """Give status and JSON for a path with parameters; raises ``OSError``."""
        ...

    async def close(self) -> None:
        """Let go of all connections."""
        ...


class Mirror:
    """Compares our answers with another server's."""

    def __init__(
        self, other: Other, *, answer_from: AnswerFrom, telemetry: Telemetry
    ) -> None:
        """Ask *other*, too; callers get the answer of *answer_from*."""
        self._other = other
        self._answer_from = answer_from
        self._telemetry = telemetry
        self._pending: set[asyncio.Task[None]] = set()

    async def answer(self, target: str, code: int, body: Body) -> Body:
        """Give the answer that counts; raises ``StatusError`` where it is one."""
        if self._answer_from == "mirror":
            code, body = await self._from_other(target, code, body)
        elif len(self._pending) < PENDING:
            task = asyncio.create_task(self._in_background(target, code, body))
            self._pending.add(task)
            task.add_done_callback(self._pending.discard)
        else:
            self._telemetry.mirrored("skipped")
        if code != 200:
            raise status.StatusError(status.from_body(body))
        return body

    async def settle(self) -> None:
        """Wait for the comparisons under way."""
        while self._pending:
            await asyncio.gather(*self._pending)

    async def close(self) -> None:
        """Let go of the other server."""
        await self.settle()
        await self._other.close()

    async def _from_other(self, target: str, code: int, body: Body) -> tuple[int, Body]:
        try:
            theirs = await self._other.ask(target)
        except OSError as error:
            self._telemetry.mirrored("unreachable")
            raise status.unavailable("the mirror cannot be asked now") from error
        self._compare(target, (code, body), theirs)
        return theirs

    async def _in_background(self, target: str, code: int, body: Body) -> None:
        try:
            theirs = await self._other.ask(target)
        except OSError:
            self._telemetry.mirrored("unreachable")
            return
        self._compare(target, (code, body), theirs)

    def _compare(
        self, target: str, ours: tuple[int, Body], theirs: tuple[int, Any]
    ) -> None:
        found = differences(ours, theirs)
        self._telemetry.mirrored("different" if found else "equal")
        if found:
            line = {"target": target, "differences": found}
            LOG.warning("%s", json.dumps(line, separators=(",", ":")))


def differences(ours: tuple[int, Any], theirs: tuple[int, Any]) -> list[str]:
    """Say in what two answers differ; empty when they agree.

    >>> differences((200, {"items": []}), (404, {"kind": "Status"}))
    ['status: ours 200, theirs 404']
    """
    if ours[0] != theirs[0]:
        return [f"status: ours {ours[0]}, theirs {theirs[0]}"]
    if ours[0] != 200:
        return []
    mine, other = _items(ours[1]), _items(theirs[1])
    found = [f"only ours: {key}" for key in mine if key not in other]
    found += [f"only theirs: {key}" for key in other if key not in mine]
    found += [
        f"{key}: ours {value}, theirs {other[key]}"
        for key, value in mine.items()
        if key in other and other[key] != value
    ]
    return found


def _items(body: Any) -> dict[str, str]:
    """Give the values by what they belong to."""
    items = body.get("items") if isinstance(body, dict) else None
    found = {}
    for item in items or ():
        described = item.get("describedObject") or item.get("metricLabels") or {}
        key = json.dumps(described, sort_keys=True, separators=(",", ":"))
        found[key] = str(item.get("value"))
    return found
