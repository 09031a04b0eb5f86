"""The Redis collector: how many jobs wait in queues kept in Redis.

A queue is a list (Celery, RQ), a sorted set or a stream; its length is asked by the
key's own type. A queue that does not exist is empty, for Redis removes an empty
list: its depth is a true 0, while a Redis that does not answer leaves the depth
absent. Jobs are never read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.errors import Reason, SourceError
from exporters.families import Reading
from exporters.naming import checked_prefix
from exporters.page_collector import DEFAULT_TIMEOUT_SECONDS, checked_timeout
from exporters.resp import Connection
from exporters.source_collector import SourceCollector
from octoscale.core.descriptor import Association, MetricDescriptor
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

MAXIMUM_QUEUES = 100

_LENGTHS = {"list": "LLEN", "zset": "ZCARD", "stream": "XLEN", "set": "SCARD"}

_REASONS = (
    Reason.CONNECTION,
    Reason.REFUSED,
    Reason.TIMEOUT,
    Reason.CREDENTIALS,
    Reason.STATUS,
    Reason.TRUNCATED,
    Reason.TOO_LARGE,
    Reason.CONTENT,
)


class RedisCollector(SourceCollector):
    """Exposes the depth of *queues* in one Redis.

    *password* and *user* log in where Redis wants it; neither is ever shown.

    >>> str(RedisCollector(queues=["jobs"]))
    'the queues jobs in Redis at 127.0.0.1:6379'
    """

    def __init__(  # noqa: PLR0913 - where, as whom, what: each its keyword
        self,
        host: str = "127.0.0.1",
        port: int = 6379,
        *,
        queues: Sequence[str],
        prefix: str = "redis",
        database: int = 0,
        user: str | None = None,
        password: str | None = None,
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
    ) -> None:
        """Check the arguments; Redis need not run yet."""
        if not 0 < len(queues) <= MAXIMUM_QUEUES:
            raise UsageError(f"name 1 to {MAXIMUM_QUEUES} queues, not {len(queues)}")
        if not 0 < port < 65536 or database < 0:
            raise UsageError(f"not a port and a database: {port}, {database}")
        self._address = (host, port)
        self._queues = tuple(dict.fromkeys(queues))
        self._database = database
        self._login = [word for word in (user, password) if word is not None]
        self._prefix = prefix
        self._timeout_seconds = checked_timeout(timeout_seconds)
        super().__init__(
            descriptors(prefix),
            prefix=prefix,
            own_prefix=f"{prefix}_exporter",
            reasons=_REASONS,
        )

    def __str__(self) -> str:
        """Say what is watched, for people."""
        names = ", ".join(self._queues)
        return f"the queues {names} in Redis at {self._address[0]}:{self._address[1]}"

    def read(self, now: float) -> Reading:
        """Ask for each queue's length; *now* is not needed."""
        del now
        host, port = self._address
        depths: dict[tuple[str, ...], float] = {}
        unreadable = 0
        with Connection(host, port, timeout_seconds=self._timeout_seconds) as redis:
            if self._login:
                redis.ask("AUTH", *self._login)
            if self._database:
                redis.ask("SELECT", str(self._database))
            for queue in self._queues:
                length = _length(redis, queue)
                if length is None:
                    unreadable += 1
                else:
                    depths[queue,] = float(length)
        values = {f"{self._prefix}_queue_depth": depths} if depths else {}
        return Reading(values=values, unreadable=unreadable)


def descriptors(prefix: str = "redis") -> tuple[MetricDescriptor, ...]:
    """Declare what the collector exposes: a queue belongs to no pod.

    >>> descriptors()[0].series_name
    'redis_queue_depth'
    """
    checked_prefix(prefix)
    return (
        MetricDescriptor(
            series_name=f"{prefix}_queue_depth",
            kind="gauge",
            help="Jobs that wait in the queue.",
            api_name=f"{prefix}_queue_depth",
            labels=("queue",),
            association=Association(kind="external", object_label=None),
            aggregation="max",
        ),
    )


def _length(redis: Connection, queue: str) -> int | None:
    """Give the length of a queue; ``None`` when the key is no queue."""
    kind = redis.ask("TYPE", queue)
    if kind == "none":
        return 0
    command = _LENGTHS.get(str(kind))
    if command is None:
        return None
    length = redis.ask(command, queue)
    if not isinstance(length, int):
        raise SourceError(Reason.CONTENT, "a length that is no number")
    return length
