"""One Kubernetes object of the input, with the places of its fields.

Any kind: checks look at what stands around an HPA. What the parts of a workload
mean is ``hpa.checks.workloads``; the HPA itself is ``hpa.checks.subject``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from octoscale.core.finding import Place
    from octoscale.core.yamlio import Document, DocumentPath


@dataclass(frozen=True, slots=True)
class Manifest:
    r"""One object: a whole document, or an item of a ``List``.

    >>> from octoscale.core.yamlio import load
    >>> text = "kind: Service\nmetadata: {name: shop}"
    >>> service = Manifest(load(text, file="shop.yaml"))
    >>> service.name, str(service.place("metadata", "name"))
    ('shop', 'shop.yaml:2:18')
    """

    document: Document
    path: DocumentPath = ()
    """Where the object starts in its document."""

    @property
    def value(self) -> dict[Any, Any]:
        """The object as plain data."""
        here = self.document.value
        for step in self.path:
            here = here[step]
        return here if isinstance(here, dict) else {}

    def at(self, *path: str | int) -> Any:
        """Give the value at *path*, or ``None`` where the path leads nowhere."""
        here: Any = self.value
        for step in path:
            if isinstance(here, dict):
                here = here.get(step)
            elif isinstance(here, list) and isinstance(step, int) and step < len(here):
                here = here[step]
            else:
                return None
        return here

    def text(self, *path: str | int) -> str:
        """Give the text at *path*; empty where there is none."""
        found = self.at(*path)
        return found if isinstance(found, str) else ""

    def place(self, *path: str | int) -> Place:
        """Tell where the value at *path* stands, or its nearest known parent."""
        return self.document.place((*self.path, *path))

    def key_place(self, *path: str | int) -> Place:
        """Tell where the key of the entry at *path* stands."""
        return self.document.key_place((*self.path, *path))

    @property
    def kind(self) -> str:
        """``Deployment``, ``Service`` …; empty when the object has none."""
        return self.text("kind")

    @property
    def api_version(self) -> str:
        """``apps/v1``, ``v1`` …; empty when the object has none."""
        return self.text("apiVersion")

    @property
    def group(self) -> str:
        """The API group; empty for the core group."""
        return group_of(self.api_version)

    @property
    def name(self) -> str:
        """``metadata.name``; empty when there is none."""
        return self.text("metadata", "name")

    @property
    def namespace(self) -> str:
        """``metadata.namespace``; empty when whoever applies it decides."""
        return self.text("metadata", "namespace")

    @property
    def title(self) -> str:
        """The object as people call it: ``Deployment dbs/reader``."""
        prefix = f"{self.namespace}/" if self.namespace else ""
        return f"{self.kind} {prefix}{self.name}"


def group_of(api_version: str) -> str:
    """Give the group of an ``apiVersion``.

    >>> group_of("apps/v1"), group_of("v1")
    ('apps', '')
    """
    group, slash, _ = api_version.partition("/")
    return group if slash else ""


def objects_in(documents: Iterable[Document]) -> Iterator[Manifest]:
    """Find every object, those inside a ``List`` one by one."""
    for document in documents:
        whole = Manifest(document)
        items = whole.at("items")
        if whole.kind.endswith("List") and isinstance(items, list):
            yield from (Manifest(document, ("items", i)) for i in range(len(items)))
        elif whole.kind:
            yield whole


def may_share_namespace(one: str, other: str) -> bool:
    """Tell whether two objects may land in one namespace.

    An object without a namespace lands where ``kubectl -n`` says.

    >>> may_share_namespace("shop", ""), may_share_namespace("shop", "cart")
    (True, False)
    """
    return not one or not other or one == other
