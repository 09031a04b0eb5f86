"""The fields of Kubernetes' objects, from kubernetes-validate's schemas.

The schemas stay where that package has them, and only what is asked for is read:
one file for each Kubernetes version. Walking an object along them is ``shapes``.
"""

from __future__ import annotations

import importlib.util
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from octoscale.check.apis import removed
from octoscale.core.errors import EnvironmentMissingError

DEFAULT_MINOR = 25
"""The paper's API, and our own default."""

_FOLDER = re.compile(r"v1\.(\d+)\.\d+-local-strict\Z")
_GROUP_VERSION_KIND = "x-kubernetes-group-version-kind"
_REFERENCE = re.compile(r"#/\$defs/(.+)\Z")

Schema = dict[str, Any]


class Schemas:
    """The schemas of one Kubernetes version."""

    def __init__(self, minor: int, definitions: dict[str, Schema]) -> None:
        """Know the kinds in *definitions*; ``schemas_for`` reads them."""
        self.minor = minor
        self._definitions = definitions
        self._kinds: dict[tuple[str, str], str] = {}
        for name, schema in definitions.items():
            for row in schema.get(_GROUP_VERSION_KIND, ()):
                version = f"{row['group']}/{row['version']}".removeprefix("/")
                self._kinds[version, row["kind"]] = name

    def of(self, api_version: str, kind: str) -> Schema | None:
        """Give the schema of a kind; ``None`` where this version has no such kind.

        A removed group-version is judged by its successor.
        """
        name = self._kinds.get((api_version, kind))
        if name is None:
            row = removed(api_version, kind)
            name = None if row is None else self._kinds.get((row.successor, kind))
        return None if name is None else self._definitions[name]

    @property
    def api_versions(self) -> set[str]:
        """Every group-version that this Kubernetes has."""
        return {version for version, _ in self._kinds}

    def kinds_of(self, api_version: str) -> list[str]:
        """List the kinds of one group-version."""
        return sorted(kind for version, kind in self._kinds if version == api_version)

    def versions_of(self, kind: str) -> list[str]:
        """List the group-versions that have a kind."""
        return sorted(version for version, found in self._kinds if found == kind)

    def resolve(self, schema: Schema) -> Schema:
        """Follow a reference to the definition that it means."""
        reference = schema.get("$ref")
        found = _REFERENCE.search(reference) if isinstance(reference, str) else None
        return schema if found is None else self._definitions[found[1]]


def schemas_for(minor: int) -> Schemas:
    """Give the schemas for Kubernetes 1.*minor*, or the nearest that there are.

    Older versions than the oldest are judged by that one, newer ones by the
    newest; ``Schemas.minor`` says which it is. Raises ``EnvironmentMissingError``
    when kubernetes-validate is not installed.

    >>> schemas_for(18).minor
    25
    """
    known = _folders()
    nearest = max((m for m in known if m <= minor), default=min(known))
    return _read(nearest)


@lru_cache(maxsize=1)
def _folders() -> dict[int, Path]:
    # Found without importing: the package pulls in a validator we do not need.
    spec = importlib.util.find_spec("kubernetes_validate")
    places = [] if spec is None else list(spec.submodule_search_locations or ())
    folders = {
        int(found[1]): folder
        for place in places
        for folder in (Path(place) / "kubernetes-json-schema").glob("v*-strict")
        if (found := _FOLDER.match(folder.name))
    }
    if not folders:
        raise EnvironmentMissingError(
            "kubernetes-validate, which brings Kubernetes' schemas, is not installed",
            hint="pip install 'octoscale[check]'",
        )
    return folders


@lru_cache(maxsize=4)
def _read(minor: int) -> Schemas:
    text = (_folders()[minor] / "_definitions.json").read_text(encoding="utf-8")
    return Schemas(minor, json.loads(text)["$defs"])
