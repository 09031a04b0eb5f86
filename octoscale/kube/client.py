"""The port to a real API server.

``connect`` reads a kubeconfig with the official client; requests go out through
``transport``. Needs the ``kube`` extra, which is imported only when connecting.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from octoscale.kube import objects, paths, reviews
from octoscale.kube.base import FIELD_MANAGER
from octoscale.kube.discovery import Catalogue
from octoscale.kube.errors import GoneError, from_status
from octoscale.kube.login import login, login_in_cluster
from octoscale.kube.transport import TIMEOUT_SECONDS, Transport
from octoscale.kube.types import DryRun, EventType, Kind, Listing, WatchEvent
from octoscale.kube.watching import Watch, never

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from pathlib import Path

    from octoscale.kube.types import (
        AccessRequest,
        AccessVerdict,
        Address,
        Discovery,
        Manifest,
        ServedKind,
        TokenVerdict,
    )

PAGE_ITEMS = 500
"""Objects in one answer of a list, as kubectl asks."""

APPLY_PATCH = "application/apply-patch+yaml"
"""Server-side apply; JSON is YAML."""

MERGE_PATCH = "application/merge-patch+json"
"""A JSON merge patch (RFC 7386)."""


class KubeClient:
    """A cluster behind its API server: ``KubePort`` over HTTP."""

    def __init__(self, transport: Transport, address: Address) -> None:
        """Talk through *transport* to the cluster at *address*."""
        self._transport = transport
        self._catalogue = Catalogue(self.fetch)
        self.address = address

    def get(
        self,
        kind: Kind,
        name: str,
        *,
        namespace: str | None = None,
        subresource: str = "",
    ) -> Manifest:
        """Read one object (see ``KubePort.get``)."""
        path = paths.member(
            self.served_kind(kind), name, namespace=namespace, subresource=subresource
        )
        return self._send("GET", path)

    def list(
        self, kind: Kind, *, namespace: str | None = None, label_selector: str = ""
    ) -> Listing:
        """Read all objects, page by page (see ``KubePort.list``)."""
        path = paths.collection(self.served_kind(kind), namespace)
        query = {"labelSelector": label_selector}
        try:
            return self._pages(kind, path, {**query, "limit": str(PAGE_ITEMS)})
        except GoneError:
            # The pages took longer than history is kept: all at once, then.
            return self._pages(kind, path, query)

    def stream(
        self,
        kind: Kind,
        *,
        resource_version: str,
        namespace: str | None = None,
        label_selector: str = "",
        timeout_seconds: float = 30,
    ) -> Generator[WatchEvent]:
        """Tell what happens (see ``KubePort.stream``); whole seconds, at least 1."""
        seconds = max(1, math.ceil(timeout_seconds))
        query = {
            "watch": "true",
            "allowWatchBookmarks": "true",
            "resourceVersion": resource_version,
            "labelSelector": label_selector,
            "timeoutSeconds": str(seconds),
        }
        path = paths.collection(self.served_kind(kind), namespace)
        for line in self._transport.lines(path, query=query, seconds=seconds):
            yield _event(json.loads(line))

    def watch(
        self,
        kind: Kind,
        *,
        namespace: str | None = None,
        label_selector: str = "",
        timeout_seconds: float | None = None,
        stop: Callable[[], bool] = never,
    ) -> Generator[WatchEvent]:
        """List, follow, and list again (see ``KubePort.watch``)."""
        return Watch(
            self,
            kind,
            namespace=namespace,
            label_selector=label_selector,
            timeout_seconds=timeout_seconds,
            stop=stop,
        ).events()

    def create(
        self,
        manifest: Manifest,
        *,
        namespace: str | None = None,
        field_manager: str = FIELD_MANAGER,
        dry_run: DryRun = DryRun.NONE,
    ) -> Manifest:
        """Make a new object (see ``KubePort.create``)."""
        served = self.served_kind(Kind.of(manifest))
        wanted = objects.placed(manifest, served, namespace)
        if dry_run is DryRun.CLIENT:
            return wanted
        path = paths.collection(served, objects.metadata(wanted).get("namespace"))
        query = {"fieldManager": field_manager, "dryRun": _dry_run(dry_run)}
        return self._send("POST", path, query=query, body=wanted)

    def apply(
        self,
        manifest: Manifest,
        *,
        namespace: str | None = None,
        field_manager: str = FIELD_MANAGER,
        force: bool = False,
        dry_run: DryRun = DryRun.NONE,
    ) -> Manifest:
        """Apply on the server's side (see ``KubePort.apply``)."""
        served = self.served_kind(Kind.of(manifest))
        wanted = objects.placed(manifest, served, namespace)
        name = objects.named(wanted)
        if dry_run is DryRun.CLIENT:
            return wanted
        path = paths.member(
            served, name, namespace=objects.metadata(wanted).get("namespace")
        )
        query = {
            "fieldManager": field_manager,
            "force": "true" if force else "",
            "dryRun": _dry_run(dry_run),
        }
        return self._send(
            "PATCH", path, query=query, body=wanted, content_type=APPLY_PATCH
        )

    def delete(self, kind: Kind, name: str, *, namespace: str | None = None) -> None:
        """Delete one object (see ``KubePort.delete``)."""
        path = paths.member(self.served_kind(kind), name, namespace=namespace)
        self._send("DELETE", path, query={"propagationPolicy": "Background"})

    def scale(
        self,
        kind: Kind,
        name: str,
        replicas: int,
        *,
        namespace: str | None = None,
        field_manager: str = FIELD_MANAGER,
    ) -> Manifest:
        """Patch the replicas (see ``KubePort.scale``)."""
        path = paths.member(
            self.served_kind(kind), name, namespace=namespace, subresource="scale"
        )
        return self._send(
            "PATCH",
            path,
            query={"fieldManager": field_manager},
            body={"spec": {"replicas": replicas}},
            content_type=MERGE_PATCH,
        )

    def review_token(
        self, token: str, *, audiences: Sequence[str] = ()
    ) -> TokenVerdict:
        """Post a TokenReview (see ``KubePort.review_token``)."""
        question = reviews.token_review(token, audiences)
        return reviews.token_verdict(
            self._send("POST", reviews.TOKEN_REVIEWS, body=question)
        )

    def review_access(self, request: AccessRequest) -> AccessVerdict:
        """Post a SubjectAccessReview (see ``KubePort.review_access``)."""
        question = reviews.access_review(request)
        return reviews.access_verdict(
            self._send("POST", reviews.ACCESS_REVIEWS, body=question)
        )

    def server_version(self) -> str:
        """Give the server's version (see ``KubePort.server_version``)."""
        return str(self.fetch("/version")["gitVersion"])

    def served_versions(self, group: str) -> tuple[str, ...]:
        """Give the versions of a group (see ``KubePort.served_versions``)."""
        return self._catalogue.versions(group)

    def served_kind(self, kind: Kind) -> ServedKind:
        """Tell what discovery says about *kind* (see ``KubePort.served_kind``)."""
        return self._catalogue.kind(kind)

    def discover(self) -> Discovery:
        """Tell all kinds (see ``KubePort.discover``)."""
        return self._catalogue.everything()

    def fetch(self, path: str, *, query: Mapping[str, str] | None = None) -> Any:
        """Read any path as JSON (see ``KubePort.fetch``)."""
        return self._transport.send("GET", path, query=query)

    def fetch_text(self, path: str) -> str:
        """Read any path as text (see ``KubePort.fetch_text``)."""
        return self._transport.text(path)

    def close(self) -> None:
        """Let go of all connections."""
        self._transport.close()

    def _send(self, method: str, path: str, **request: Any) -> Manifest:
        document: Manifest = self._transport.send(method, path, **request)
        return document

    def _pages(self, kind: Kind, path: str, query: dict[str, str]) -> Listing:
        items: list[Manifest] = []
        while True:
            page = self.fetch(path, query=query)
            items += [
                {"apiVersion": kind.api_version, "kind": kind.name, **item}
                for item in page.get("items") or ()
            ]
            proceed = page["metadata"].get("continue")
            if not proceed:
                version = str(page["metadata"].get("resourceVersion", ""))
                return Listing(items=tuple(items), resource_version=version)
            query = {**query, "continue": proceed}


def connect(
    *,
    kubeconfig: Path | str | None = None,
    context: str | None = None,
    timeout_seconds: float = TIMEOUT_SECONDS,
) -> KubeClient:
    """Get ready to talk to a cluster; the first request goes out later.

    *kubeconfig* ``None`` means ``KUBECONFIG`` or ``~/.kube/config``, *context*
    ``None`` the file's current one: ``KubeClient.address`` says which that was,
    so that nobody changes a cluster by surprise.

    Raises ``EnvironmentMissingError`` without the ``kube`` extra,
    ``FileAccessError`` for a file that cannot be read and ``UsageError`` for an
    unknown context.
    """
    api_client, address = login(kubeconfig, context)
    return KubeClient(Transport(api_client, timeout_seconds=timeout_seconds), address)


def connect_in_cluster(*, timeout_seconds: float = TIMEOUT_SECONDS) -> KubeClient:
    """Talk to the cluster that this process runs in, as its service account.

    Raises ``EnvironmentMissingError`` outside a pod.
    """
    api_client, address = login_in_cluster()
    return KubeClient(Transport(api_client, timeout_seconds=timeout_seconds), address)


def _dry_run(dry_run: DryRun) -> str:
    return "All" if dry_run is DryRun.SERVER else ""


def _event(document: Manifest) -> WatchEvent:
    """Read one line of a stream; an ``ERROR`` event is raised."""
    manifest = document["object"]
    if document["type"] == "ERROR":
        raise from_status(int(manifest.get("code", 0)), manifest)
    return WatchEvent(type=EventType(document["type"]), manifest=manifest)
