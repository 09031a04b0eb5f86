"""Asking until an answer comes: the programs at their start, and aggregated APIs.

The start-up asks by bare HTTP(S), before any client exists.
"""

from __future__ import annotations

import base64
import http.client
import json
import ssl
import urllib.request
from typing import TYPE_CHECKING, Any

from octoscale.kube.errors import KubeError
from tests.controlplane.processes import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from octoscale.kube.base import KubePort
    from tests.controlplane.certificates import KeyPair

TIMEOUT_SECONDS = 5.0
"""Of one question; an answer takes milliseconds."""

SERVED_SECONDS = 30.0
"""Longest wait for an aggregated API; it ends as soon as it is served."""

_NOT_YET = (http.HTTPStatus.NOT_FOUND, http.HTTPStatus.SERVICE_UNAVAILABLE)


class Probe:
    """Asks one server on loopback."""

    def __init__(
        self, base: str, *, authority: Path | None = None, user: KeyPair | None = None
    ) -> None:
        """Ask the server at *base*, as *user* where it wants one.

        >>> Probe("http://127.0.0.1:1").url("/readyz")
        'http://127.0.0.1:1/readyz'
        """
        self._base = base
        handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
        if authority is not None:
            context = ssl.create_default_context(cafile=str(authority))
            if user is not None:
                context.load_cert_chain(str(user.certificate), str(user.key))
            handlers.append(urllib.request.HTTPSHandler(context=context))
        self._opener = urllib.request.build_opener(*handlers)

    def url(self, path: str) -> str:
        """Give the full address of *path*."""
        return self._base + path

    def healthy(self, path: str) -> bool:
        """Tell whether *path* answers 200; an ``OSError`` is left to the caller."""
        try:
            with self._opener.open(self.url(path), timeout=TIMEOUT_SECONDS) as answer:
                return bool(answer.status == http.HTTPStatus.OK)
        except http.client.HTTPException:
            return False

    def read(self, path: str, body: Any = None) -> Any:
        """Give the JSON that *path* answers, to a POST where there is a *body*."""
        data = None if body is None else json.dumps(body).encode()
        with self._opener.open(
            self.url(path), data=data, timeout=TIMEOUT_SECONDS
        ) as answer:
            return json.load(answer)


def ready_nodes(probe: Probe) -> int:
    """Count the nodes that are Ready."""
    items = probe.read("/api/v1/nodes")["items"]
    return sum(
        condition["type"] == "Ready" and condition["status"] == "True"
        for node in items
        for condition in node["status"].get("conditions", ())
    )


def until_served(
    kube: KubePort, path: str, *, timeout_seconds: float = SERVED_SECONDS
) -> Any:
    """Fetch *path* as soon as the API server passes it on.

    An APIService can be Available a moment before that: then the answer is
    still 404 or 503. Raises ``StartError`` at the time-out.
    """
    answers: list[Any] = []

    def served() -> bool:
        try:
            answers.append(kube.fetch(path))
        except KubeError as error:
            if error.status not in _NOT_YET:
                raise
        return bool(answers)

    wait_until(served, what=path, timeout_seconds=timeout_seconds, processes=[])
    return answers[0]


def compact(etcd: Probe) -> None:
    """Have etcd drop its history up to now.

    A key of our own is written first: the last revision that is kept can still
    be followed from the one before it, and shall hold nothing of interest.
    """
    key = base64.b64encode(b"octoscale-test").decode("ascii")
    revision = etcd.read("/v3/kv/put", {"key": key, "value": ""})["header"]["revision"]
    etcd.read("/v3/kv/compaction", {"revision": revision, "physical": True})
