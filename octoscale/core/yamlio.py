"""YAML in and out, with the place of everything that was read.

Reading keeps line and column, refuses duplicate keys, unsafe tags and inputs
that would explode, and resolves plain scalars the way Kubernetes' YAML reader
does. What the data *means* is checked by whoever asked for it.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from octoscale.core.errors import FileAccessError, InputError
from octoscale.core.finding import Finding, Place, Severity
from octoscale.core.scalars import needs_quotes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DocumentPath = tuple[str | int, ...]
"""Where a value stands in a document: keys and indexes from its root."""

Position = tuple[int, int]
"""Line and column, both from 1."""

MAX_BYTES = 16 * 1024 * 1024
"""Larger files are refused: nobody writes one by hand."""

STDIN = "-"
"""The file name that means standard input."""

_NUMBERED = re.compile(r"position (\d+)")


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document as plain data, and where each part of it stands."""

    value: Any
    """Dicts, lists, strings, numbers, booleans and ``None``."""

    file: str | None = None
    """As the user named it; ``None`` when the text came from elsewhere."""

    line: int = 1
    """The line on which the document's content starts."""

    values: dict[DocumentPath, tuple[int, int]] = field(
        default_factory=dict, repr=False
    )
    """Line and column of each value, by path."""

    keys: dict[DocumentPath, Position] = field(default_factory=dict, repr=False)
    """Line and column of each mapping key, by the path of its value."""

    def place(self, path: DocumentPath = ()) -> Place:
        r"""Tell where the value at *path* stands, or its nearest known parent.

        >>> load("a:\n  b: 1", file="f.yaml").place(("a", "b"))
        Place(file='f.yaml', line=2, column=6)
        """
        return self._nearest(path)

    def key_place(self, path: DocumentPath) -> Place:
        r"""Tell where the key of the entry at *path* stands.

        >>> load("a:\n  b: 1", file="f.yaml").key_place(("a", "b"))
        Place(file='f.yaml', line=2, column=3)
        """
        if path in self.keys:
            line, column = self.keys[path]
            return Place(file=self.file, line=line, column=column)
        return self.place(path)

    def _nearest(self, path: DocumentPath) -> Place:
        for length in range(len(path), -1, -1):
            if path[:length] in self.values:
                line, column = self.values[path[:length]]
                return Place(file=self.file, line=line, column=column)
        return Place(file=self.file, line=self.line, column=1)


def read_text(name: str) -> str:
    """Read a whole text file, or standard input for ``-``.

    Raises ``FileAccessError`` when it cannot be opened or is no UTF-8 text of
    at most 16 MiB.
    """
    try:
        if name == STDIN:
            raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(name).open("rb") as stream:
                raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileAccessError(f"cannot read {name}: {reason}") from error
    if len(raw) > MAX_BYTES:
        raise FileAccessError(f"cannot read {name}: larger than 16 MiB")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError.at(
            Place(file=name, line=line),
            "YA001",
            "not UTF-8 text",
            hint="save the file as UTF-8",
        ) from error


def load(text: str, *, file: str | None = None) -> Document:
    """Read exactly one document.

    Raises ``InputError`` (YA001 syntax, YA002 duplicate key, YA003 unsafe tag,
    YA004 too large, deep or many-fold aliased) with the place of the problem;
    also when there are several documents, or none.
    """
    documents = load_all(text, file=file)
    if len(documents) == 1:
        return documents[0]
    if not documents:
        raise InputError.at(
            Place(file=file, line=1, column=1), "YA001", "the document is empty"
        )
    raise InputError.at(
        documents[1].place(),
        "YA001",
        f"one document is expected here, this is the second of {len(documents)}",
        hint="split the file, or remove the '---' line",
    )


def load_all(
    text: str, *, file: str | None = None, repeats: list[Finding] | None = None
) -> list[Document]:
    """Read all documents of a stream; empty ones are left out.

    Raises ``InputError`` as ``load`` does; but where a list is given for
    *repeats*, duplicate keys are noted there and the last one counts.
    """
    import yaml  # noqa: PLC0415 - the core stays importable without PyYAML

    from octoscale.core.yamlparse import Builder  # noqa: PLC0415 - as above

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = Builder(file, repeats=repeats)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.feed(event)
    except yaml.YAMLError as error:
        raise _syntax_error(error, text, file) from error
    return [
        Document(value, file, line, values, keys)
        for value, line, values, keys in builder.documents
        if value is not None
    ]


def dump(value: Any) -> str:
    """Write one document: block style, keys in the given order, no aliases.

    The same value always gives the same bytes. Strings that some reader would
    take for a number, a boolean or a time are quoted.

    >>> print(dump({"port": "8080", "on": "yes", "args": ["a b", ""]}), end="")
    port: '8080'
    'on': 'yes'
    args:
    - a b
    - ''
    """
    return dump_all([value])


def dump_all(values: Iterable[Any]) -> str:
    """Write several documents, separated by ``---`` lines."""
    import yaml  # noqa: PLC0415 - the core stays importable without PyYAML

    class _Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
            return True

    def represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, _style(text))

    _Dumper.add_representer(str, represent_text)
    documents = list(values)
    return yaml.dump_all(
        documents,
        Dumper=_Dumper,
        sort_keys=False,
        default_flow_style=False,
        allow_unicode=True,
        width=4096,
        explicit_start=len(documents) > 1,
    )


def _style(text: str) -> str | None:
    """Choose quotes for a string, or a block for several plain lines."""
    lines = text.split("\n")
    if not all(line.isprintable() for line in lines):
        return '"'
    if len(lines) > 1:
        plain = all(line == line.rstrip() for line in lines) and text[0].strip()
        return "|" if plain else '"'
    return "'" if needs_quotes(text) else None


def _syntax_error(error: Exception, text: str, file: str | None) -> InputError:
    """Turn PyYAML's error into findings; places count from 1."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        place = Place(file=file, line=mark.line + 1, column=mark.column + 1)
        problem = getattr(error, "problem", None) or "not YAML"
        context = getattr(error, "context", None)
        message = f"{problem} {context}" if context else str(problem)
        return InputError.at(place, "YA001", message, hint=_hint(message))
    position = getattr(error, "position", None)
    reason = str(getattr(error, "reason", None) or "not YAML")
    if position is None:
        found = _NUMBERED.search(str(error))
        position = int(found.group(1)) if found else 0
    before = text[:position]
    place = Place(
        file=file,
        line=before.count("\n") + 1,
        column=position - (before.rfind("\n") + 1) + 1,
    )
    return InputError(
        [
            Finding(
                code="YA001",
                severity=Severity.ERROR,
                message=reason,
                place=place,
                hint="remove the control character",
            )
        ]
    )


def _hint(message: str) -> str:
    """Say what usually lies behind a syntax error."""
    for sign, hint in _HINTS:
        if sign in message:
            return hint
    return ""


_HINTS = (
    ("cannot start any token", "indent with spaces, not tabs; quote '@', '`' and '%'"),
    ("mapping values are not allowed", "check the indentation, or quote the text"),
    ("did not find expected key", "check the indentation and the quotes above it"),
    ("could not find expected ':'", "every key needs a ': ' behind it"),
    ("did not find expected '-' indicator", "align the '-' with those above it"),
)


def paths(value: Any, path: DocumentPath = ()) -> Iterator[tuple[DocumentPath, Any]]:
    """Walk a plain value depth first and give each part with its path.

    >>> [path for path, _ in paths({"a": [1]})]
    [(), ('a',), ('a', 0)]
    """
    yield path, value
    if isinstance(value, dict):
        for key, child in value.items():
            yield from paths(child, (*path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from paths(child, (*path, index))
