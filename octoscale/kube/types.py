"""The words of the port to Kubernetes: kinds, listings, watch events, reviews.

Plain values only. What can be done with them is in ``base``; reading them out
of the API server's documents is in ``discovery`` and ``reviews``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

Manifest: TypeAlias = dict[str, Any]
"""One API object as JSON data: ``apiVersion``, ``kind``, ``metadata`` and so on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Which cluster is talked to, to be shown before anything is changed."""

    server: str
    """``https://…``"""

    context: str = ""
    """The kubeconfig's context; empty where there is no kubeconfig."""

    namespace: str = "default"
    """What the context says, for those who name no other."""


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """The type of an API object, as its manifest names it.

    >>> Kind("apps/v1", "Deployment").group, Kind("v1", "Pod").group
    ('apps', '')
    """

    api_version: str
    """``autoscaling/v2beta2``, or ``v1`` for the core group."""

    name: str
    """``HorizontalPodAutoscaler``."""

    @classmethod
    def of(cls, manifest: Manifest) -> Kind:
        """Read the kind of *manifest*; absent parts are empty.

        >>> Kind.of({"apiVersion": "v1", "kind": "Pod"})
        Kind(api_version='v1', name='Pod')
        """
        return cls(str(manifest.get("apiVersion", "")), str(manifest.get("kind", "")))

    @property
    def group(self) -> str:
        """The API group; empty for the core group."""
        return self.api_version.rpartition("/")[0]

    @property
    def version(self) -> str:
        """The version within the group."""
        return self.api_version.rpartition("/")[2]

    def __str__(self) -> str:
        """Write it the way people read it.

        >>> print(Kind("apps/v1", "Deployment"))
        Deployment (apps/v1)
        """
        return f"{self.name} ({self.api_version})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedKind:
    """A kind that an API server serves, with what discovery says about it."""

    kind: Kind
    plural: str
    """The name in paths and rules: ``deployments``."""

    singular: str = ""
    """As discovery says it; servers may leave it empty."""

    namespaced: bool = True
    """Its scope: false for what belongs to the whole cluster."""

    verbs: frozenset[str] = frozenset()
    short_names: tuple[str, ...] = ()
    subresources: frozenset[str] = frozenset()
    """``scale`` and ``status``, where served."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """All kinds that a server serves, as far as it could tell."""

    kinds: tuple[ServedKind, ...]
    failed: tuple[tuple[str, str], ...] = ()
    """API versions that did not answer, each with the reason.

    Partial is not whole: one broken aggregated API hides its kinds only.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Objects of one kind at one moment."""

    items: tuple[Manifest, ...]
    """Each with ``apiVersion`` and ``kind``, which servers leave out of lists."""

    resource_version: str
    """From here on a stream of events misses nothing."""


class EventType(StrEnum):
    """What a watch tells."""

    ADDED = "ADDED"
    MODIFIED = "MODIFIED"
    DELETED = "DELETED"
    BOOKMARK = "BOOKMARK"
    """Only in a raw stream: nothing happened until this resource version."""

    GAP = "GAP"
    """The stream broke: changes that undid each other since are lost for good.

    A listing follows, told as differences to what was known, then ``SYNCED``.
    """

    SYNCED = "SYNCED"
    """The listing is told in full; what follows is live."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchEvent:
    """One thing that a watch tells."""

    type: EventType
    manifest: Manifest | None = None
    """The object after the event (before it, for ``DELETED``); else ``None``."""


class DryRun(StrEnum):
    """How far a change goes."""

    NONE = "none"
    """It is made."""

    SERVER = "server"
    """The server checks and defaults it, and keeps nothing."""

    CLIENT = "client"
    """Nothing is sent: the result is what would be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserInfo:
    """Who somebody is, as the API server sees it."""

    name: str
    groups: tuple[str, ...] = ()
    uid: str = ""
    extra: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What else an authenticator said, sorted by key; authorizers may look at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenVerdict:
    """What a TokenReview found (``authentication.k8s.io/v1``)."""

    authenticated: bool
    user: UserInfo | None = None
    """``None`` unless authenticated."""

    error: str = ""
    """Why the token could not be checked; empty for a plain no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRequest:
    """What somebody wants to do, in the words of a SubjectAccessReview."""

    user: UserInfo
    verb: str
    """``get``, ``list``, ``create`` …"""

    group: str = ""
    version: str = "*"
    plural: str = ""
    """The kind's name in paths; empty for a request by path."""

    subresource: str = ""
    name: str = ""
    namespace: str = ""
    path: str = ""
    """A path that is no API object, such as ``/metrics``; excludes ``plural``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessVerdict:
    """What a SubjectAccessReview found (``authorization.k8s.io/v1``)."""

    allowed: bool
    reason: str = ""
    """Which rule allowed it, where the server tells."""
