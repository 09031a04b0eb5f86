"""Field paths of an object: what field managers own (``metadata.managedFields``).

A path is a tuple of elements in the API's own notation: ``f:spec`` for a field,
``k:{"name":"web"}`` for an item of a list that is merged by key, and ``.`` for
the existence of such an item. Lists without a known key are one value as a
whole. Used by the in-memory port; a real server has each kind's schema.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from octoscale.kube.types import Manifest

FieldPath: TypeAlias = tuple[str, ...]
"""From the root of the object: ``("f:spec", "f:replicas")``."""

HERE = "."
"""The element that stands for an item itself."""

SERVER_OWNED = frozenset(
    [
        ("f:apiVersion",),
        ("f:kind",),
        ("f:metadata", "f:name"),
        ("f:metadata", "f:namespace"),
        ("f:metadata", "f:uid"),
        ("f:metadata", "f:resourceVersion"),
        ("f:metadata", "f:generation"),
        ("f:metadata", "f:creationTimestamp"),
        ("f:metadata", "f:managedFields"),
    ]
)
"""Nobody owns these."""

_LIST_KEYS: dict[str, tuple[str, ...]] = {
    "containers": ("name",),
    "initContainers": ("name",),
    "env": ("name",),
    "volumes": ("name",),
    "volumeMounts": ("mountPath",),
    "imagePullSecrets": ("name",),
    "ownerReferences": ("uid",),
    "conditions": ("type",),
}


def leaves(manifest: Manifest) -> dict[FieldPath, Any]:
    """Give every value that can be owned, by its path.

    >>> for path in leaves({"spec": {"containers": [{"name": "a", "image": "b"}]}}):
    ...     print(*path)
    f:spec f:containers k:{"name":"a"} .
    f:spec f:containers k:{"name":"a"} f:name
    f:spec f:containers k:{"name":"a"} f:image
    """
    return {
        path: value
        for path, value in _walk((), manifest)
        if path not in SERVER_OWNED and path[:2] != ("f:metadata", "f:managedFields")
    }


def to_fields_v1(paths: Iterable[FieldPath]) -> dict[str, Any]:
    """Write *paths* as a ``FieldsV1`` tree.

    >>> to_fields_v1([("f:spec", "f:replicas")])
    {'f:spec': {'f:replicas': {}}}
    """
    root: dict[str, Any] = {}
    for path in sorted(paths):
        node = root
        for element in path:
            node = node.setdefault(element, {})
    return root


def from_fields_v1(tree: dict[str, Any]) -> set[FieldPath]:
    """Read a ``FieldsV1`` tree back.

    >>> from_fields_v1({"f:spec": {"f:replicas": {}}})
    {('f:spec', 'f:replicas')}
    """
    found: set[FieldPath] = set()
    for element, below in tree.items():
        if below:
            found |= {(element, *rest) for rest in from_fields_v1(below)}
        else:
            found.add((element,))
    return found


def dotted(path: FieldPath) -> str:
    """Write a path the way conflicts name it.

    >>> dotted(("f:spec", "f:containers", 'k:{"name":"web"}', "f:image"))
    '.spec.containers[name="web"].image'
    """
    text = ""
    for element in path:
        sort, _, name = element.partition(":")
        if sort == "f":
            text += f".{name}"
        elif sort == "k":
            keys = json.loads(name)
            text += f"[{','.join(f'{k}={json.dumps(v)}' for k, v in keys.items())}]"
    return text


def place(manifest: Manifest, path: FieldPath, value: Any) -> None:
    """Set the value at *path*, making parents and list items as needed."""
    node: Any = manifest
    for element, following in pairwise(path):
        node = _step(node, element, following)
    name = path[-1].partition(":")[2]
    # An empty map says that it exists, and nothing about what others put there.
    kept = value == {} and isinstance(node.get(name), dict)
    if path[-1] != HERE and not kept:
        node[name] = value


def remove(manifest: Manifest, path: FieldPath) -> None:
    """Take the value at *path* away, and parents that hold nothing then."""
    trail: list[tuple[Any, Any]] = []
    node: Any = manifest
    for element in path[:-1] if path[-1] == HERE else path:
        key = _find(node, element)
        if key is None:
            return
        trail.append((node, key))
        node = node[key]
    for parent, key in reversed(trail):
        del parent[key]
        if parent:
            return


def _walk(path: FieldPath, value: Any) -> Iterator[tuple[FieldPath, Any]]:
    if isinstance(value, dict) and value:
        for name, below in value.items():
            yield from _walk((*path, f"f:{name}"), below)
        return
    items = _keyed(path, value)
    if items is None:
        yield path, value
        return
    for element, item in items:
        yield (*path, element, HERE), None
        yield from _walk((*path, element), item)


def _keyed(path: FieldPath, value: Any) -> list[tuple[str, Any]] | None:
    """Name the items of a list that is merged by key; ``None`` for all else."""
    if not isinstance(value, list) or not value or not path:
        return None
    names = _keys_of(path[-1].partition(":")[2], value[0])
    if not names:
        return None
    return [(_key_element(names, item), item) for item in value]


def _keys_of(field: str, item: Any) -> tuple[str, ...]:
    if not isinstance(item, dict):
        return ()
    if field == "ports":
        port = "containerPort" if "containerPort" in item else "port"
        return (port, "protocol") if port in item else ()
    return _LIST_KEYS.get(field, ())


def _key_element(names: tuple[str, ...], item: Any) -> str:
    # TCP is the API's default protocol, and a key must not lack a part.
    keys = {name: item.get(name, "TCP") for name in names}
    return f"k:{json.dumps(keys, separators=(',', ':'), sort_keys=True)}"


def _find(node: Any, element: str) -> Any:
    """Tell under which key or index *element* stands; ``None`` if nowhere."""
    sort, _, name = element.partition(":")
    if sort == "f":
        return name if isinstance(node, dict) and name in node else None
    keys = json.loads(name)
    for index, item in enumerate(node if isinstance(node, list) else ()):
        if all(item.get(key, "TCP") == value for key, value in keys.items()):
            return index
    return None


def _step(node: Any, element: str, following: str) -> Any:
    key = _find(node, element)
    if key is not None and isinstance(node[key], dict | list):
        return node[key]
    made: Any = [] if following.startswith("k:") else {}
    if element.startswith("f:"):
        node[element.partition(":")[2]] = made
    else:
        made = json.loads(element.partition(":")[2])
        node.append(made)
    return made
