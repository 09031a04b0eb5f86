"""What an exposition holds, as plain dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import generate_latest
from prometheus_client.parser import text_string_to_metric_families

if TYPE_CHECKING:
    from prometheus_client.registry import Collector

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]
"""By series name and sorted labels."""


def text_of(collector: Collector) -> str:
    """Scrape *collector* alone, in the text format."""
    registry = CollectorRegistry()
    registry.register(collector)
    return generate_latest(registry).decode()


def samples(text: str) -> Samples:
    """Give all samples of an exposition."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def values(collector: Collector) -> dict[str, float]:
    """Scrape *collector*; give the samples without labels, by name."""
    found = samples(text_of(collector))
    return {name: value for (name, labels), value in found.items() if not labels}


def plain_values(text: str) -> dict[str, float]:
    """Give the samples without labels as they stand, by name.

    For the originals' expositions: prometheus_client's parser renames their
    wrongly typed counters.
    """
    lines = [line.split() for line in text.splitlines() if not line.startswith("#")]
    return {words[0]: float(words[1]) for words in lines if "{" not in words[0]}


def types(text: str) -> dict[str, str]:
    """Give the declared type of every family that has a sample."""
    declared = dict(
        line.split()[2:4] for line in text.splitlines() if line.startswith("# TYPE")
    )
    return {str(name): str(kind) for name, kind in declared.items()}
