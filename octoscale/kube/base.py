"""The port to Kubernetes: all that Octoscale asks of a cluster, and no more.

``client`` keeps it for a real API server, ``memory`` for unit tests; one
contract suite holds both to it. Objects go in and come out as JSON data, with
the API version that the caller names. What the objects mean is the caller's
business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from octoscale.kube.types import DryRun
from octoscale.kube.watching import never

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

    from octoscale.kube.types import (
        AccessRequest,
        AccessVerdict,
        Address,
        Discovery,
        Kind,
        Listing,
        Manifest,
        ServedKind,
        TokenVerdict,
        WatchEvent,
    )

FIELD_MANAGER = "octoscale"
"""Who owns the fields that we write, unless a caller says otherwise."""


class KubePort(Protocol):
    """A cluster, seen through its API server.

    Every method raises ``KubeError`` (``octoscale.kube.errors``) when the server
    refuses, ``NotFoundError`` for a kind that it does not serve, and
    ``UnreachableError`` when nobody answers in time. *namespace* is ignored for
    kinds of the whole cluster; ``None`` means all namespaces in a list or watch,
    and the manifest's own (else ``default``) for a single object.
    """

    @property
    def address(self) -> Address:
        """Which cluster this is."""

    def get(
        self,
        kind: Kind,
        name: str,
        *,
        namespace: str | None = None,
        subresource: str = "",
    ) -> Manifest:
        """Read one object, or its *subresource* (``scale``, ``status``)."""

    def list(
        self,
        kind: Kind,
        *,
        namespace: str | None = None,
        label_selector: str = "",
    ) -> Listing:
        """Read all objects that the selector (``app=web,tier!=db``) picks."""

    def stream(
        self,
        kind: Kind,
        *,
        resource_version: str,
        namespace: str | None = None,
        label_selector: str = "",
        timeout_seconds: float = 30,
    ) -> Generator[WatchEvent]:
        """Tell what happens after *resource_version*, until the time is over.

        One request, as the API gives it: bookmarks included, ``GoneError`` when
        that history is dropped. Most callers want ``watch``.
        """

    def watch(
        self,
        kind: Kind,
        *,
        namespace: str | None = None,
        label_selector: str = "",
        timeout_seconds: float | None = None,
        stop: Callable[[], bool] = never,
    ) -> Generator[WatchEvent]:
        """List, then follow, and list again when history is lost.

        The first listing comes as ``ADDED`` events and ``SYNCED``. After a 410 or
        a broken connection comes ``GAP``, then what is different now, then
        ``SYNCED``. Ends when *timeout_seconds* are over or *stop* says so; it is
        asked after every event and every few seconds. A server that cannot be
        reached for the first listing raises ``UnreachableError``; later the watch
        waits for it.
        """

    def create(
        self,
        manifest: Manifest,
        *,
        namespace: str | None = None,
        field_manager: str = FIELD_MANAGER,
        dry_run: DryRun = DryRun.NONE,
    ) -> Manifest:
        """Make a new object and return it as stored; ``generateName`` works."""

    def apply(
        self,
        manifest: Manifest,
        *,
        namespace: str | None = None,
        field_manager: str = FIELD_MANAGER,
        force: bool = False,
        dry_run: DryRun = DryRun.NONE,
    ) -> Manifest:
        """Create or change an object by server-side apply; return it as stored.

        Fields that *field_manager* applied before and leaves out now are removed.
        Raises ``ConflictError``, one cause a field, when another manager set a
        field to another value, unless *force* takes it over.
        """

    def delete(self, kind: Kind, name: str, *, namespace: str | None = None) -> None:
        """Delete one object and, in the background, what it owns."""

    def scale(
        self,
        kind: Kind,
        name: str,
        replicas: int,
        *,
        namespace: str | None = None,
        field_manager: str = FIELD_MANAGER,
    ) -> Manifest:
        """Patch ``spec.replicas`` of the scale subresource; return the Scale."""

    def review_token(
        self, token: str, *, audiences: Sequence[str] = ()
    ) -> TokenVerdict:
        """Ask who the bearer of *token* is (TokenReview)."""

    def review_access(self, request: AccessRequest) -> AccessVerdict:
        """Ask whether somebody may do something (SubjectAccessReview)."""

    def server_version(self) -> str:
        """Give the server's version, such as ``v1.23.0``."""

    def served_versions(self, group: str) -> tuple[str, ...]:
        """Give the versions of an API group, the server's favourite first.

        Empty for a group that is not served: ``()`` is an answer, not an error.
        """

    def served_kind(self, kind: Kind) -> ServedKind:
        """Tell plural name, scope and verbs of one kind."""

    def discover(self) -> Discovery:
        """Tell all kinds; API versions that do not answer are listed apart."""

    def fetch(self, path: str, *, query: Mapping[str, str] | None = None) -> Any:
        """Read any path of the server (``/apis/custom.metrics.k8s.io/…``) as JSON."""

    def fetch_text(self, path: str) -> str:
        """Read any path that answers in plain text, such as ``/metrics``."""

    def close(self) -> None:
        """Let go of all connections."""
