"""A config file's YAML as the adapter's strict reader sees it.

The adapter decodes with Go's yaml.v2 into typed fields: any plain scalar is a
text where a text is wanted (``as: 5`` is "5", ``as: yes`` is "yes"), ``null`` is
nothing, the YAML 1.1 words are booleans where one is wanted, and only the first
document counts. What the fields are is ``model``'s business.
"""

from __future__ import annotations

from typing import Any

import yaml

from octoscale.core import yamlio
from octoscale.core.scalars import resolve
from octoscale.core.yamlio import Document, DocumentPath

_Texts = dict[tuple[Any, ...], tuple[str, bool]]
"""Each scalar's text as written, and whether it was written without quotes."""

BOOLEAN_FIELD = "namespaced"
"""The only field of the whole config that holds a truth value."""

FREE_KEYS = "overrides"
"""The only field whose keys are people's own words: labels."""

_WORDS = {"y": True, "Y": True, "n": False, "N": False}
"""YAML 1.1 booleans that ``yamlio`` takes for text, like Kubernetes' reader."""


def read(text: str, *, file: str | None = None) -> Document:
    """Read the first document; an empty one is an empty mapping.

    Raises ``InputError`` as ``yamlio.load_all`` does: also for what stands in
    later documents, which the adapter itself never looks at.
    """
    documents = yamlio.load_all(text, file=file)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root = next(iter(yaml.compose_all(text, Loader=loader)), None)
    if not documents or root is None or _is_null(root):
        return Document({}, file)
    texts: _Texts = {}
    _collect(root, (), texts)
    return _Reader(documents[0], texts).read()


def _is_null(node: yaml.Node) -> bool:
    return (
        isinstance(node, yaml.ScalarNode)
        and _is_plain(node)
        and resolve(node.value) is None
    )


def _is_plain(node: yaml.ScalarNode) -> bool:
    return not node.style


def _collect(node: yaml.Node, path: tuple[Any, ...], texts: _Texts) -> None:
    """Note the text of every scalar under *node*, merged mappings included."""
    if isinstance(node, yaml.ScalarNode):
        texts.setdefault(path, (node.value, _is_plain(node)))
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            _collect(child, (*path, index), texts)
    elif isinstance(node, yaml.MappingNode):
        merged = [value for key, value in node.value if _is_merge(key)]
        for key, value in node.value:
            if not _is_merge(key):
                name = resolve(key.value) if _is_plain(key) else key.value
                texts.setdefault((*path, _KEY, name), (key.value, True))
                _collect(value, (*path, name), texts)
        for others in merged:
            several = isinstance(others, yaml.SequenceNode)
            for other in others.value if several else [others]:
                _collect(other, path, texts)


def _is_merge(key: yaml.Node) -> bool:
    return isinstance(key, yaml.ScalarNode) and key.value == "<<" and _is_plain(key)


_KEY = "\0key"
"""Marks the path of a key's own text."""


class _Reader:
    """Builds the adapter's view of a document, places included."""

    def __init__(self, document: Document, texts: _Texts) -> None:
        self._document = document
        self._texts = texts
        self._values = dict(document.values)
        self._keys = dict(document.keys)

    def read(self) -> Document:
        document = self._document
        value = self._convert(document.value, (), ())
        return Document(value, document.file, document.line, self._values, self._keys)

    def _convert(self, value: Any, old: DocumentPath, new: DocumentPath) -> Any:
        """Convert one value; *old* and *new* are its paths before and after."""
        if old in self._document.values:
            self._values[new] = self._document.values[old]
        if old in self._document.keys:
            self._keys[new] = self._document.keys[old]
        if isinstance(value, dict):
            return self._mapping(value, old, new)
        if isinstance(value, list):
            return [
                self._convert({} if item is None else item, (*old, i), (*new, i))
                for i, item in enumerate(value)
            ]
        if new and new[-1] == BOOLEAN_FIELD and FREE_KEYS not in new:
            return self._boolean(value, old)
        return value if isinstance(value, str) else self._text(value, old)

    def _mapping(
        self, value: dict[Any, Any], old: DocumentPath, new: DocumentPath
    ) -> dict[str, Any]:
        free = bool(new) and new[-1] == FREE_KEYS
        converted = {}
        for key, child in value.items():
            name = key if isinstance(key, str) else self._text(key, (*old, _KEY, key))
            if child is not None or free:
                given = {} if child is None else child
                converted[name] = self._convert(given, (*old, key), (*new, name))
        return converted

    def _boolean(self, value: Any, path: DocumentPath) -> Any:
        text, plain = self._texts.get(path, ("", False))
        return _WORDS.get(text, value) if plain else value

    def _text(self, value: Any, path: DocumentPath) -> str:
        """Give a scalar's text as it was written."""
        if path in self._texts:
            return self._texts[path][0]
        return str(value).lower() if isinstance(value, bool) else str(value)
