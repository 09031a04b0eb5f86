"""Ways to break a manifest, for comparing our judgement with a server's.

Each puts a value where it does not belong, or takes one away; whether the result
is still valid is for the judges to say.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

Path = tuple[str | int, ...]

VALUES: list[Any] = [
    *(None, 0, -1, 1, 4000, 2**31, 1.5, True),
    *("", "x", "5", "-1", "1e3", "0.5", "a/b", "..", "Max", "Bad_Name", "a" * 300),
    *([], [None], {}, {"bad key": "x"}),
]
"""What is put in: zero, null, wrong types, wrong names, empty and huge things."""


def mutated(manifest: dict[str, Any], random: Random) -> dict[str, Any]:
    """Break up to three places below ``spec`` and ``metadata``."""
    result = copy.deepcopy(manifest)
    for _ in range(random.randint(0, 3)):
        places = [path for path in paths(result) if len(path) > 1]
        if places:
            _put(result, random.choice(places), random)
    return result


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """List every place of plain data, parents first."""
    yield path
    if isinstance(value, dict):
        for key, part in value.items():
            yield from paths(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from paths(part, (*path, index))


def _put(manifest: dict[str, Any], path: Path, random: Random) -> None:
    parent: Any = manifest
    for step in path[:-1]:
        parent = parent[step]
    if random.random() < 0.2:
        del parent[path[-1]]
    else:
        parent[path[-1]] = copy.deepcopy(random.choice(VALUES))
