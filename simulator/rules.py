"""The adapter's configuration of a scenario, read and compiled.

What the rules mean is ``adapter_rules``' business; here are only their places
in the scenario's file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.model import decode
from adapter_rules.rule import CompiledConfig, compile_config
from octoscale.core.yamlio import Document

if TYPE_CHECKING:
    from octoscale.core.yamlio import DocumentPath
    from octoscale.kube.restmapper import RESTMapper

PATH = ("adapter", "config")
"""Where the configuration stands in a scenario."""


def read_rules(document: Document, mapper: RESTMapper) -> CompiledConfig:
    """Read and compile the rules in a scenario's *document*.

    Raises ``InputError`` with a place for each problem, as the adapter's own
    file would.
    """
    part = part_of(document, PATH)
    return compile_config(decode(part), mapper, document=part)


def part_of(document: Document, path: DocumentPath) -> Document:
    r"""Give one part of a document as a document of its own, places kept.

    >>> from octoscale.core import yamlio
    >>> whole = yamlio.load("a:\n  b: 1", file="f.yaml")
    >>> part_of(whole, ("a",)).place(("b",))
    Place(file='f.yaml', line=2, column=6)
    """
    value, length = document.value, len(path)
    for step in path:
        value = value[step]
    line = document.place(path).line or document.line
    values = {p[length:]: at for p, at in document.values.items() if p[:length] == path}
    keys = {p[length:]: at for p, at in document.keys.items() if p[:length] == path}
    return Document(value, document.file, line, values, keys)
