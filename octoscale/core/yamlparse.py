"""From PyYAML's events to plain data with places.

Built with a stack instead of recursion, so that no input can exhaust ours; the
limits are counted while reading. Only ``yamlio`` uses this.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NoReturn

from yaml import events

from octoscale.core.errors import InputError
from octoscale.core.finding import Finding, Place
from octoscale.core.scalars import resolve

MAX_DEPTH = 100
"""Deeper nesting is refused: no Kubernetes object comes near it."""

MAX_NODES = 2_000_000
"""Nodes of a stream, those behind aliases counted each time."""

MAX_ALIASED = 100_000
"""Nodes that come in through aliases: far above any honest anchor."""

_CORE = "tag:yaml.org,2002:"
_TYPES: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (float, int),
    "bool": (bool,),
    "null": (type(None),),
}

Position = tuple[int, int]
Path = tuple[str | int, ...]


@dataclass(slots=True)
class _Frame:
    """One collection that is still open."""

    value: Any
    path: Path
    start: Position
    anchor: str | None
    weight: int = 1
    key: Any = None
    has_key: bool = False
    seen: dict[Any, Position] = field(default_factory=dict)
    merged: list[dict[Any, Any]] = field(default_factory=list)


class _Merge:
    """The key ``<<``: entries of other mappings, which given ones override."""


_MERGE = _Merge()


class Builder:
    """Takes events one by one and keeps the finished documents.

    Raises ``InputError`` (YA002, YA003, YA004) from ``feed``.
    """

    def __init__(
        self, file: str | None, *, repeats: list[Finding] | None = None
    ) -> None:
        """Build documents that say they come from *file*.

        With a list for *repeats*, duplicate keys are noted there and the last one
        counts, as other readers have it; else they raise.
        """
        self._repeats = repeats
        self.documents: list[
            tuple[Any, int, dict[Path, Position], dict[Path, Position]]
        ] = []
        self._file = file
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._values: dict[Path, Position] = {}
        self._keys: dict[Path, Position] = {}
        self._nodes = 0
        self._aliased = 0
        self._root: Any = None
        self._line = 1

    def feed(self, event: events.Event) -> None:
        """Take the next event."""
        if isinstance(event, events.ScalarEvent):
            self._add(self._scalar(event), event, event.anchor, 1)
        elif isinstance(event, events.AliasEvent):
            self._alias(event)
        elif isinstance(event, events.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, events.CollectionEndEvent):
            self._close(event)
        elif isinstance(event, events.DocumentStartEvent):
            self._anchors, self._values, self._keys = {}, {}, {}
            self._root, self._line = None, _at(event)[0]
        elif isinstance(event, events.DocumentEndEvent):
            self.documents.append((self._root, self._line, self._values, self._keys))

    def _scalar(self, event: events.ScalarEvent) -> Any:
        tag = event.tag
        if tag is None or tag == "!":
            if event.implicit[0] and tag is None:
                return _MERGE if event.value == "<<" else resolve(event.value)
            return event.value
        if tag == _CORE + "str":
            return event.value
        wanted = _TYPES.get(tag.removeprefix(_CORE))
        if wanted is None or not tag.startswith(_CORE):
            self._refuse_tag(event, tag)
        value = resolve(event.value)
        if not isinstance(value, wanted):
            kind = tag.removeprefix(_CORE)
            self._fail(event, "YA001", f"{event.value!r} is no {kind}, as its tag says")
        return float(value) if wanted[0] is float and value is not None else value

    def _open(self, event: events.CollectionStartEvent) -> None:
        mapping = isinstance(event, events.MappingStartEvent)
        own = _CORE + ("map" if mapping else "seq")
        if event.tag not in (None, "!", own):
            self._refuse_tag(event, event.tag)
        if len(self._stack) >= MAX_DEPTH:
            self._fail(event, "YA004", f"nested deeper than {MAX_DEPTH} levels")
        if self._stack and self._expects_key():
            self._fail(event, "YA001", "a mapping key must be a plain value")
        frame = _Frame(
            {} if mapping else [], self._next_path(), _at(event), event.anchor
        )
        if event.anchor:
            self._anchors.pop(event.anchor, None)
        self._stack.append(frame)

    def _close(self, event: events.CollectionEndEvent) -> None:
        frame = self._stack.pop()
        for other in frame.merged:
            for key, value in other.items():
                frame.value.setdefault(key, value)
        if frame.anchor:
            self._anchors[frame.anchor] = (frame.value, frame.weight)
        self._count(event, 1)
        self._attach(frame.value, frame.start, frame.weight, event)

    def _alias(self, event: events.AliasEvent) -> None:
        if event.anchor not in self._anchors:
            self._fail(
                event,
                "YA001",
                f"alias '*{event.anchor}' has no anchor before it",
                hint="quote the text if it is not meant as an alias",
            )
        value, weight = self._anchors[event.anchor]
        self._aliased += weight
        if self._aliased > MAX_ALIASED:
            self._fail(event, "YA004", "aliases expand to more than 100000 values")
        self._attach(value, _at(event), weight, event)

    def _add(
        self, value: Any, event: events.NodeEvent, anchor: str | None, weight: int
    ) -> None:
        if anchor:
            self._anchors[anchor] = (value, weight)
        self._count(event, weight)
        self._attach(value, _at(event), weight, event)

    def _attach(
        self, value: Any, at: Position, weight: int, event: events.Event
    ) -> None:
        """Put a finished value where it belongs."""
        if not self._stack:
            self._root = value if value is not _MERGE else "<<"
            self._values[()] = at
            self._line = at[0]
            return
        frame = self._stack[-1]
        frame.weight += weight
        if isinstance(frame.value, list):
            self._values[(*frame.path, len(frame.value))] = at
            frame.value.append(value if value is not _MERGE else "<<")
        elif not frame.has_key:
            self._take_key(frame, value, at, event)
        else:
            self._take_value(frame, value, at, event)

    def _take_key(
        self, frame: _Frame, key: Any, at: Position, event: events.Event
    ) -> None:
        if isinstance(key, dict | list):
            self._fail(event, "YA001", "a mapping key must be a plain value")
        if key in frame.seen and key is not _MERGE:
            self._tell_repeat(frame, key, event)
        frame.seen[key] = at
        frame.key, frame.has_key = key, True
        if key is not _MERGE:
            self._keys[(*frame.path, key)] = at

    def _tell_repeat(self, frame: _Frame, key: Any, event: events.Event) -> None:
        first = next(known for known in frame.seen if known == key)
        line, column = frame.seen[key]
        where = f"the first is on line {line}, column {column}"
        if type(first) is type(key):
            message = f"duplicate key {key!r}; {where}"
            hint = "keep one of the two: readers silently take the last"
        else:
            message = (
                f"keys {first!r} and {key!r} are the same to some readers; {where}"
            )
            hint = "put both in quotes"
        try:
            self._fail(event, "YA002", message, hint=hint)
        except InputError as error:
            if self._repeats is None:
                raise
            self._repeats += error.findings

    def _take_value(
        self, frame: _Frame, value: Any, at: Position, event: events.Event
    ) -> None:
        key, frame.key, frame.has_key = frame.key, None, False
        if key is not _MERGE:
            self._values[(*frame.path, key)] = at
            frame.value[key] = value if value is not _MERGE else "<<"
            return
        others = value if isinstance(value, list) else [value]
        if not all(isinstance(other, dict) for other in others):
            self._fail(event, "YA001", "'<<' merges mappings only")
        frame.merged.extend(others)

    def _expects_key(self) -> bool:
        frame = self._stack[-1]
        return isinstance(frame.value, dict) and not frame.has_key

    def _next_path(self) -> Path:
        if not self._stack:
            return ()
        frame = self._stack[-1]
        step = len(frame.value) if isinstance(frame.value, list) else frame.key
        return (*frame.path, step if step is not _MERGE else "<<")

    def _count(self, event: events.Event, weight: int) -> None:
        self._nodes += weight
        if self._nodes > MAX_NODES:
            self._fail(event, "YA004", f"more than {MAX_NODES} values")

    def _refuse_tag(self, event: events.Event, tag: str) -> NoReturn:
        self._fail(
            event,
            "YA003",
            f"tag {tag!r} is not allowed",
            hint="only plain data is read; remove the tag",
        )

    def _fail(
        self, event: events.Event, code: str, message: str, *, hint: str = ""
    ) -> NoReturn:
        line, column = _at(event)
        place = Place(file=self._file, line=line, column=column)
        raise InputError.at(place, code, message, hint=hint)


def _at(event: events.Event) -> Position:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
