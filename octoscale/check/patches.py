"""Manifests that are only a part of an object: strategic merge patches.

``kubectl patch`` and Kustomize put them over the whole object; ``octoscale render``
writes one with the scrape annotations. They lack what an object needs, and what
they say holds for the object that they are for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.check.selecting import as_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hpa.checks.manifest import Manifest

_KINDS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")
_TEMPLATE = ("spec", "template")


class Patches:
    """The manifests of an input, whole ones and parts told apart."""

    def __init__(self, manifests: Iterable[Manifest]) -> None:
        """Tell them apart: a part has no containers, or nothing to be selected by."""
        everything = tuple(manifests)
        self.parts = tuple(each for each in everything if _is_part(each))
        known = {id(each) for each in self.parts}
        self.whole = tuple(each for each in everything if id(each) not in known)
        self._for: dict[tuple[str, str, str], list[Manifest]] = {}
        for each in self.parts:
            self._for.setdefault(_key(each), []).append(each)

    def over(self, manifest: Manifest, field: str) -> Mapping[str, str]:
        """Give the ``labels`` or ``annotations`` that the parts put on the pods."""
        found: dict[str, str] = {}
        for part in self._for.get(_key(manifest), ()):
            found.update(as_labels(part.at(*_TEMPLATE, "metadata", field)))
        return found


def _is_part(manifest: Manifest) -> bool:
    if "$patch" in manifest.value:
        return True
    if manifest.kind not in _KINDS or manifest.at("spec", "selector") is not None:
        return False
    if manifest.at(*_TEMPLATE, "spec", "containers") is None:
        return True
    # Old APIs made a selector of the template's labels: those are wholes.
    return not as_labels(manifest.at(*_TEMPLATE, "metadata", "labels"))


def _key(manifest: Manifest) -> tuple[str, str, str]:
    return manifest.namespace, manifest.kind, manifest.name
