"""Every adapter config that a file holds, whatever it is wrapped in.

Bare, in ConfigMaps among other manifests, or as values of the Helm chart, also
inside Argo's and Flux's objects. Only the YAML is looked at here; merging
several configs into one is ``fragments``' business.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from adapter_rules import flags, helm, model, reading
from adapter_rules.embedding import Embedding
from adapter_rules.loading import NO_CONFIG, PREFERRED_KEYS, Source
from octoscale.core import yamlio
from octoscale.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from adapter_rules.flags import Flag
    from octoscale.core.finding import Place
    from octoscale.core.yamlio import Document, DocumentPath

_PARTS = ("rules", "externalRules", "resourceRules")
_INNER_VALUES = ("spec", "source", "helm", "values")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundConfig(Source):
    """A config with what stands around it."""

    default_rules: Place | None = None
    """Where the Helm chart is told, or not kept from, adding its own rules."""

    flags: Mapping[str, Flag] = field(default_factory=dict)
    """How the adapter is started, as far as the file says."""


def find(text: str, *, file: str | None = None) -> list[FoundConfig]:
    """Read every config in a text.

    Raises ``InputError`` with places in the file as it is: for YAML, for a wrong
    config, and AR002 when a file of manifests holds none.

    >>> [len(f.config.rules) for f in find("rules: {custom: [{seriesQuery: up}]}")]
    [1]
    """
    documents = yamlio.load_all(text, file=file)
    if not any(_kind(document) for document in documents):
        return [_bare_or_values(text, file)]
    started: dict[str, Flag] = {}
    for document in documents:
        started.update(flags.flags_of(document))
    found = [
        replace(one, flags={**started, **one.flags})
        for document in documents
        for one in _from_manifest(document, text, file)
    ]
    if not found:
        raise InputError.at(
            documents[0].place(),
            NO_CONFIG,
            "no adapter config is in these manifests",
            hint="name the ConfigMap or the values that hold it",
        )
    return found


def load_one(text: str, *, file: str | None = None) -> FoundConfig:
    """Read a file that must hold exactly one config; raises ``InputError``."""
    found = find(text, file=file)
    if len(found) == 1:
        return found[0]
    raise InputError.at(
        found[1].document.place(),
        NO_CONFIG,
        f"one config is expected here, this is the second of {len(found)}",
        hint="split the file",
    )


def _kind(document: Document) -> str:
    value = document.value
    return str(value.get("kind") or "") if isinstance(value, dict) else ""


def _bare_or_values(text: str, file: str | None) -> FoundConfig:
    document = reading.read(text, file=file)
    path = helm.values_path(document.value)
    if path is None:
        return FoundConfig(model.decode(document), document)
    return _values(document, path)


def _values(document: Document, path: DocumentPath) -> FoundConfig:
    inner = helm.config_document(document, path)
    switch = None
    if helm.default_rules(document, path):
        switch = document.key_place((*path, "rules", "default"))
    started = flags.flags_of(document)
    return FoundConfig(model.decode(inner), inner, default_rules=switch, flags=started)


def _from_manifest(
    document: Document, text: str, file: str | None
) -> Iterator[FoundConfig]:
    if _kind(document) == "ConfigMap":
        for path in _entries(document.value):
            yield _embedded(document, text, path)
        return
    values = helm.at(document.value, _INNER_VALUES)
    if isinstance(values, str) and helm.values_path(_loaded(values)) is not None:
        yield _embedded(document, text, _INNER_VALUES)
    elif _kind(document) and (helm.values_path(document.value) or ()):
        whole = reading.read(_from_line(text, document.line), file=file)
        yield _values(whole, helm.values_path(whole.value) or ())


def _embedded(document: Document, text: str, path: DocumentPath) -> FoundConfig:
    inner = helm.at(document.value, path)
    shift = Embedding(document, text, path, inner)
    try:
        read = shift.document(reading.read(inner, file=document.file))
    except InputError as error:
        raise InputError(shift.finding(found) for found in error.findings) from error
    values = helm.values_path(read.value)
    if values is None:
        return FoundConfig(model.decode(read), read)
    return _values(read, values)


def _entries(value: dict[str, Any]) -> Iterator[DocumentPath]:
    """Give the entries of a ConfigMap that look like a config."""
    data = value.get("data")
    for key, text in data.items() if isinstance(data, dict) else ():
        if not isinstance(text, str):
            continue
        known = _loaded(text)
        is_config = isinstance(known, dict) and any(part in known for part in _PARTS)
        if is_config or (known is None and key in PREFERRED_KEYS):
            yield "data", key


def _loaded(text: str) -> Any:
    """Read a text as YAML; ``None`` when it is none."""
    try:
        documents = yamlio.load_all(text)
    except InputError:
        return None
    return documents[0].value if documents else None


def _from_line(text: str, line: int) -> str:
    """Blank what stands above a line, so that the numbers of the rest stay."""
    lines = text.splitlines(keepends=True)
    return "\n" * (line - 1) + "".join(lines[line - 1 :])
