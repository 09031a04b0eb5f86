"""Server-side apply, as far as our objects need it: merge with field managers.

Follows the rules of ``sigs.k8s.io/structured-merge-diff``: an applier owns what
it applies, loses nothing to others silently, and removes what it no longer
applies unless somebody else owns it too. Pure: who owns what is read from and
written to ``metadata.managedFields``. Used by the in-memory port only.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from octoscale.kube import fields
from octoscale.kube.errors import Cause, ConflictError

if TYPE_CHECKING:
    from octoscale.kube.fields import FieldPath
    from octoscale.kube.types import Manifest

APPLY = "Apply"
UPDATE = "Update"

Owners: TypeAlias = "dict[Manager, set[FieldPath]]"
"""Which fields each manager owns."""


@dataclass(frozen=True, slots=True, order=True)
class Manager:
    """One who writes an object; the same name may write in several ways."""

    name: str
    operation: str
    """``Apply`` or ``Update``."""

    subresource: str = ""

    def __str__(self) -> str:
        """Write it as conflicts do.

        >>> str(Manager("hpa", "Update", "scale"))
        '"hpa" with subresource "scale"'
        """
        via = f' with subresource "{self.subresource}"' if self.subresource else ""
        return f'"{self.name}"{via}'


def owners_of(manifest: Manifest) -> Owners:
    """Read ``metadata.managedFields``."""
    entries = (manifest.get("metadata") or {}).get("managedFields") or ()
    return {
        Manager(
            entry["manager"], entry["operation"], entry.get("subresource", "")
        ): fields.from_fields_v1(entry["fieldsV1"])
        for entry in entries
    }


def write_owners(manifest: Manifest, owners: Owners, *, time: str) -> None:
    """Write ``metadata.managedFields``; managers without fields vanish."""
    entries: list[dict[str, Any]] = []
    for manager, paths in sorted(owners.items(), key=lambda item: item[0]):
        if not paths:
            continue
        entry = {
            "manager": manager.name,
            "operation": manager.operation,
            "apiVersion": manifest["apiVersion"],
            "time": time,
            "fieldsType": "FieldsV1",
            "fieldsV1": fields.to_fields_v1(paths),
        }
        if manager.subresource:
            entry["subresource"] = manager.subresource
        entries.append(entry)
    manifest["metadata"]["managedFields"] = entries


def updated(
    before: Manifest | None, after: Manifest, manager: Manager, *, time: str
) -> Manifest:
    """Note in a copy of *after* who owns what, now that *manager* has written it.

    What it changed is its own from now on, and nobody else's.
    """
    owners = owners_of(before) if before is not None else {}
    new = fields.leaves(after)
    changed = _changed(fields.leaves(before) if before is not None else {}, new)
    for paths in owners.values():
        paths.difference_update(changed)
        paths.intersection_update(new)
    owners[manager] = owners.get(manager, set()) | changed
    result = copy.deepcopy(after)
    write_owners(result, owners, time=time)
    return result


def applied(
    live: Manifest, wanted: Manifest, manager: Manager, *, force: bool, time: str
) -> Manifest:
    """Merge what *manager* wants into a copy of the *live* object.

    Raises ``ConflictError`` with one cause a field that others own and *manager*
    wants to be different, unless *force* takes these fields over.
    """
    owners = owners_of(live)
    new = fields.leaves(wanted)
    result = copy.deepcopy(live)
    for path, value in new.items():
        fields.place(result, path, copy.deepcopy(value))
    changed = _changed(fields.leaves(live), fields.leaves(result))
    contested = _contested(owners, changed, manager)
    if contested and not force:
        raise _conflict(contested)
    for path in _dropped(owners, set(new), manager):
        fields.remove(result, path)
    for path, losers in contested.items():
        for loser in losers:
            owners[loser].discard(path)
    owners[manager] = set(new)
    write_owners(result, owners, time=time)
    return result


def _dropped(
    owners: Owners, wanted: set[FieldPath], manager: Manager
) -> list[FieldPath]:
    """Tell what *manager* held, wants no more and nobody else holds.

    A map that was wanted empty stays while something is wanted inside it.
    """
    kept = wanted.union(*(paths for other, paths in owners.items() if other != manager))
    return [
        path
        for path in sorted(owners.get(manager, set()) - kept)
        if not any(other[: len(path)] == path for other in kept)
    ]


def _contested(
    owners: Owners, changed: set[FieldPath], manager: Manager
) -> dict[FieldPath, list[Manager]]:
    """Tell which changed fields belong to others, and to whom."""
    others = [(other, paths) for other, paths in owners.items() if other != manager]
    return {
        path: holders
        for path in sorted(changed)
        if (holders := [other for other, paths in others if path in paths])
    }


def _changed(old: dict[FieldPath, Any], new: dict[FieldPath, Any]) -> set[FieldPath]:
    """Tell which fields are new or have another value."""
    return {
        path for path, value in new.items() if path not in old or old[path] != value
    }


def _conflict(contested: dict[FieldPath, list[Manager]]) -> ConflictError:
    causes = tuple(
        Cause(
            field=fields.dotted(path),
            reason="FieldManagerConflict",
            message=f"conflict with {holder}",
        )
        for path, holders in contested.items()
        for holder in holders
    )
    noun = "conflict" if len(causes) == 1 else "conflicts"
    told = ", ".join(f"{cause.message}: {cause.field}" for cause in causes)
    return ConflictError(
        f"Apply failed with {len(causes)} {noun}: {told}",
        status=409,
        reason="Conflict",
        causes=causes,
    )
