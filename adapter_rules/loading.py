"""A config with the document it was read from, bare or inside a ConfigMap.

The adapter itself reads the bare file only, and so does ``model.load``; people
keep it in ConfigMaps. Checking it against a cluster belongs to ``rule``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_rules import model, reading
from adapter_rules.embedding import Embedding
from octoscale.core import yamlio
from octoscale.core.errors import InputError

if TYPE_CHECKING:
    from adapter_rules.model import AdapterConfig
    from octoscale.core.yamlio import Document

PREFERRED_KEYS = ("config.yaml", "config.yml", "config")
"""Where a ConfigMap with several entries usually keeps the adapter's config."""

NO_CONFIG = "AR002"
"""A ConfigMap holds no adapter config, or several."""


@dataclass(frozen=True, slots=True)
class Source:
    """A config and where each part of it stands."""

    config: AdapterConfig
    document: Document


def load_source(text: str, *, file: str | None = None) -> Source:
    """Read a bare config file, or the one inside a ConfigMap manifest.

    Raises ``InputError`` with places in the file as it is, also for what stands
    inside the ConfigMap.
    """
    documents = yamlio.load_all(text, file=file)
    for document in documents:
        if _is_configmap(document.value):
            return _from_configmap(document, text)
    document = reading.read(text, file=file)
    return Source(model.decode(document), document)


def _is_configmap(value: Any) -> bool:
    return isinstance(value, dict) and value.get("kind") == "ConfigMap"


def _from_configmap(outer: Document, text: str) -> Source:
    key = _entry(outer)
    inner = outer.value["data"][key]
    shift = Embedding(outer, text, ("data", key), inner)
    try:
        document = shift.document(reading.read(inner, file=outer.file))
    except InputError as error:
        raise InputError(shift.finding(found) for found in error.findings) from error
    return Source(model.decode(document), document)


def _entry(outer: Document) -> str:
    """Choose the entry of a ConfigMap that holds the config."""
    data = outer.value.get("data")
    texts = {
        key: value
        for key, value in (data.items() if isinstance(data, dict) else ())
        if isinstance(value, str)
    }
    preferred = [key for key in PREFERRED_KEYS if key in texts]
    candidates = preferred[:1] or list(texts)
    if len(candidates) == 1:
        return str(candidates[0])
    listed = ", ".join(map(repr, texts)) or "none"
    raise InputError.at(
        outer.key_place(("data",)),
        NO_CONFIG,
        f"the ConfigMap needs one entry with the adapter's config; it has {listed}",
        hint="call it config.yaml",
    )
