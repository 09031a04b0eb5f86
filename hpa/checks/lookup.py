"""The objects of the input by kind, name and namespace, found without a search.

Built once for a run, so that thousands of HPAs do not each look through
thousands of objects. What an object means is for whoever asks.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from hpa.checks.manifest import may_share_namespace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hpa.checks.manifest import Manifest

_SEPARATORS = re.compile(r"[^a-z0-9]")


@lru_cache(maxsize=4096)
def squash(name: str) -> str:
    """Leave out what people write differently: case and separators.

    >>> squash("DBS_global-r")
    'dbsglobalr'
    """
    return _SEPARATORS.sub("", name.lower())


class Lookup:
    r"""Every object of an input, in its order.

    >>> from hpa.checks.manifest import Manifest
    >>> from octoscale.core.yamlio import load
    >>> lookup = Lookup([Manifest(load("kind: Service\nmetadata: {name: shop}"))])
    >>> len(lookup.named("Service", "shop")), len(lookup.of_kind("Job"))
    (1, 0)
    """

    def __init__(self, manifests: Iterable[Manifest]) -> None:
        """Sort *manifests* by what they are asked for."""
        self._kinds: dict[str, list[Manifest]] = {}
        self._names: dict[tuple[str, str], list[Manifest]] = {}
        self._alike: dict[tuple[str, str], list[Manifest]] = {}
        self._places: dict[tuple[str, str], list[tuple[int, Manifest]]] = {}
        for index, each in enumerate(manifests):
            kind = each.kind
            self._kinds.setdefault(kind, []).append(each)
            self._names.setdefault((kind, each.name), []).append(each)
            self._alike.setdefault((kind, squash(each.name)), []).append(each)
            where = self._places.setdefault((kind, each.namespace), [])
            where.append((index, each))

    def of_kind(self, kind: str) -> tuple[Manifest, ...]:
        """Give all objects of a kind."""
        return tuple(self._kinds.get(kind, ()))

    def named(self, kind: str, name: str) -> tuple[Manifest, ...]:
        """Give the objects of a kind and name, in whatever namespace."""
        return tuple(self._names.get((kind, name), ()))

    def beside(self, kind: str, namespace: str) -> tuple[Manifest, ...]:
        """Give the objects of a kind that may be in a namespace."""
        if not namespace:
            return self.of_kind(kind)
        found = [
            *self._places.get((kind, namespace), ()),
            *self._places.get((kind, ""), ()),
        ]
        return tuple(each for _, each in sorted(found, key=lambda row: row[0]))

    def named_beside(
        self, kind: str, name: str, namespace: str
    ) -> tuple[Manifest, ...]:
        """Give the objects of a kind and name that may be in a namespace."""
        return tuple(
            each
            for each in self.named(kind, name)
            if may_share_namespace(each.namespace, namespace)
        )

    def alike_beside(
        self, kind: str, name: str, namespace: str
    ) -> tuple[Manifest, ...]:
        """Do the same for names that differ at most in case and separators."""
        return tuple(
            each
            for each in self._alike.get((kind, squash(name)), ())
            if may_share_namespace(each.namespace, namespace)
        )
