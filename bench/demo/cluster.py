"""The demo's API server: in memory, with the metrics server behind it.

The controller's ports on it are those on a cluster (``hpa.live``): its requests
for metrics go to the metrics server, over HTTP.
"""

from __future__ import annotations

import http.client
import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from octoscale.kube.errors import UnreachableError, from_status
from octoscale.kube.memory import MemoryKube

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpa.algorithm.types import Event, Status

ANSWER_SECONDS = 10.0
_METRICS = "metrics.k8s.io/"


class DemoKube(MemoryKube):
    """A cluster in memory that serves the metrics APIs as an aggregator does."""

    metrics_url = ""
    """Where the metrics server is; empty before there is one."""

    def fetch(self, path: str, *, query: Mapping[str, str] | None = None) -> Any:
        """Ask the metrics server for what is its; else as in memory."""
        if not self.metrics_url or _METRICS not in path:
            return super().fetch(path, query=query)
        target = f"{path}?{urlencode(query)}" if query else path
        netloc = urlsplit(self.metrics_url).netloc
        connection = http.client.HTTPConnection(netloc, timeout=ANSWER_SECONDS)
        try:
            connection.request("GET", target)
            answer = connection.getresponse()
            document = json.loads(answer.read())
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise UnreachableError(
                f"the metrics server does not answer: {error}"
            ) from error
        finally:
            connection.close()
        if answer.status != HTTPStatus.OK:
            raise from_status(answer.status, document)
        return document


class Silent:
    """A sink that keeps nothing: the decision holds all of it."""

    def status(self, status: Status) -> None:
        """Forget it."""

    def event(self, event: Event) -> None:
        """Forget it."""
