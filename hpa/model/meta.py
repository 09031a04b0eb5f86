"""What HPAs share with every Kubernetes object: metadata, selectors, references.

Field for field as the API has them, with Go's zero values as defaults: an absent
field and an empty one are the same to the API server. Their validity is
``hpa.validation``'s business.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hpa.model.codec import OMIT_EMPTY
from hpa.model.scalars import Int64, Time


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossVersionObjectReference:
    """One object of the same namespace, by kind and name."""

    kind: str = ""
    name: str = ""
    api_version: str = field(default="", metadata=OMIT_EMPTY)
    """``apps/v1``; empty for the core group."""


NO_REFERENCE = CrossVersionObjectReference()
"""What stands for a reference that nobody gave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSelectorRequirement:
    """One condition on a label that is more than equality."""

    key: str = ""
    operator: str = ""
    """``In``, ``NotIn``, ``Exists`` or ``DoesNotExist``."""

    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSelector:
    """Which series of a metric count: all conditions must hold."""

    match_labels: Mapping[str, str] = field(default_factory=dict)
    match_expressions: tuple[LabelSelectorRequirement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerReference:
    """The object that this one is deleted with."""

    api_version: str = ""
    kind: str = ""
    name: str = ""
    uid: str = ""
    controller: bool | None = None
    block_owner_deletion: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectMeta:
    """Name, namespace, labels and what the API server keeps about an object."""

    name: str = field(default="", metadata=OMIT_EMPTY)
    generate_name: str = field(default="", metadata=OMIT_EMPTY)
    namespace: str = field(default="", metadata=OMIT_EMPTY)
    self_link: str = field(default="", metadata=OMIT_EMPTY)
    uid: str = field(default="", metadata=OMIT_EMPTY)
    resource_version: str = field(default="", metadata=OMIT_EMPTY)
    generation: Int64 = field(default=0, metadata=OMIT_EMPTY)
    creation_timestamp: Time | None = None
    deletion_timestamp: Time | None = None
    deletion_grace_period_seconds: Int64 | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    owner_references: tuple[OwnerReference, ...] = ()
    finalizers: tuple[str, ...] = ()
    cluster_name: str = field(default="", metadata=OMIT_EMPTY)
    """Never used by anybody, gone since Kubernetes 1.25."""

    managed_fields: Any = None
    """Who set which field, as the server keeps it; not looked into."""


NO_METADATA = ObjectMeta()
"""What stands for metadata that nobody gave."""
