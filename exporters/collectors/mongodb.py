"""The MongoDB collector: ``serverStatus`` of one mongod or mongos.

Names are those of dcu's mongodb_exporter, which CMS runs beside DAS' database;
``memory`` is in bytes and page faults are a counter, where the original has
megabytes and a gauge. It needs pymongo, the extra ``mongodb``; the user needs the
role ``clusterMonitor`` and no other. Databases, collections and addresses of
clients are never exposed. What the document means is ``exporters.mongodb_status``.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from exporters.errors import Reason, SourceError
from exporters.mongodb_status import ROWS
from exporters.page_collector import DEFAULT_TIMEOUT_SECONDS, checked_timeout
from exporters.rows import descriptors as row_descriptors
from exporters.rows import read_rows
from exporters.source_collector import SourceCollector
from octoscale.core.errors import EnvironmentMissingError, UsageError

if TYPE_CHECKING:
    from exporters.families import Reading
    from octoscale.core.descriptor import MetricDescriptor

ServerStatus = Callable[[], Mapping[str, Any]]
"""Asks the server, or raises ``SourceError``."""

_REASONS = (
    Reason.CONNECTION,
    Reason.TIMEOUT,
    Reason.CREDENTIALS,
    Reason.STATUS,
    Reason.CONTENT,
)


class MongodbCollector(SourceCollector):
    """Exposes one MongoDB server.

    *uri* is a connection string; what it says of user and password is not shown.
    *ask* stands in for a server, for tests and for those who have a client.

    >>> MongodbCollector(ask=lambda: {"uptime": 7, "ok": 1}).read(0.0).values
    {'mongodb_instance_uptime_seconds': 7.0}
    """

    def __init__(
        self,
        uri: str = "mongodb://127.0.0.1:27017",
        *,
        prefix: str = "mongodb",
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        ask: ServerStatus | None = None,
    ) -> None:
        """Check the arguments; the server need not run yet."""
        checked_timeout(timeout_seconds)
        self._prefix = prefix
        self._where = re.sub(r"//[^@/]*@", "//", uri)
        if ask is None:
            ask = _client(uri, timeout_seconds)
        self._ask = ask
        super().__init__(
            descriptors(prefix),
            prefix=prefix,
            own_prefix=f"{prefix}_exporter",
            reasons=_REASONS,
        )

    def __str__(self) -> str:
        """Say what is watched, for people, without a password."""
        return f"the MongoDB server at {self._where}"

    def read(self, now: float) -> Reading:
        """Ask for the status and read it; *now* is not needed."""
        del now
        document = self._ask()
        if "uptime" not in document:
            raise SourceError(Reason.CONTENT, "not a serverStatus document")
        return read_rows(ROWS, document, self._prefix)


def descriptors(prefix: str = "mongodb") -> tuple[MetricDescriptor, ...]:
    """Declare what the collector exposes of a server.

    >>> descriptors()[0].series_name
    'mongodb_instance_uptime_seconds'
    """
    return row_descriptors(ROWS, prefix)


def _client(uri: str, timeout_seconds: float) -> ServerStatus:
    """Make the function that asks a real server, through pymongo."""
    try:
        pymongo = importlib.import_module("pymongo")
        errors = importlib.import_module("pymongo.errors")
    except ModuleNotFoundError as error:
        raise EnvironmentMissingError(
            "the MongoDB collector needs pymongo",
            hint="pip install 'octoscale[mongodb]'",
        ) from error
    milliseconds = max(1, int(timeout_seconds * 1000))
    options: dict[str, Any] = {
        "appname": "octoscale",
        "directConnection": True,
        "serverSelectionTimeoutMS": milliseconds,
        "connectTimeoutMS": milliseconds,
        "socketTimeoutMS": milliseconds,
        "connect": False,
    }
    try:
        pymongo.MongoClient(uri, **options).close()
    except (errors.PyMongoError, ValueError, TypeError) as error:
        raise UsageError("not a MongoDB connection string") from error

    def ask() -> Mapping[str, Any]:
        # A client for each scrape: a lasting one keeps threads of its own in a
        # process that is not ours.
        try:
            with (
                pymongo.timeout(timeout_seconds),
                pymongo.MongoClient(uri, **options) as client,
            ):
                answer: Mapping[str, Any] = client.admin.command("serverStatus")
                return answer
        except errors.OperationFailure as error:
            denied = error.code in {13, 18}  # Unauthorized, AuthenticationFailed
            reason = Reason.CREDENTIALS if denied else Reason.STATUS
            raise SourceError(reason, f"the server refuses: {error.code}") from error
        except (errors.ServerSelectionTimeoutError, errors.NetworkTimeout) as error:
            text = f"no answer within {timeout_seconds:g} s"
            raise SourceError(Reason.TIMEOUT, text) from error
        except errors.ConnectionFailure as error:
            raise SourceError(Reason.CONNECTION, type(error).__name__) from error
        except errors.PyMongoError as error:
            raise SourceError(Reason.CONTENT, type(error).__name__) from error

    return ask
