"""The text format of an exposition, taken apart line by line with its places.

Lenient on purpose: a parser that stops at the first fault cannot tell the others.
What is wrong with an exposition is ``exporters.exposition``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

Labels = tuple[tuple[str, str], ...]

_SAMPLE = re.compile(
    r"(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)\s*(?:\{(?P<labels>.*)\})?\s+"
    r"(?P<value>[^\s{}]+)(?:\s+(?P<time>-?\d+(?:\.\d+)?))?(?:\s+#\s.*)?\Z"
)
_LABEL = re.compile(r'\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(,|\Z)')
_META = re.compile(r"#\s+(HELP|TYPE)\s+(\S+)(?:\s+(.*))?\Z")
_SUFFIXES = ("_bucket", "_sum", "_count", "_created")


@dataclass(frozen=True, slots=True)
class Sample:
    """One line with a value."""

    line: int
    name: str
    labels: Labels
    value: float
    has_timestamp: bool


@dataclass(slots=True)
class Family:
    """What an exposition says under one name."""

    name: str
    line: int
    """Where it first occurs."""

    helps: list[tuple[int, str]] = field(default_factory=list)
    types: list[tuple[int, str]] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The declared type, ``untyped`` without one."""
        return self.types[0][1] if self.types else "untyped"


@dataclass(frozen=True, slots=True)
class Exposition:
    """One scrape, taken apart."""

    families: dict[str, Family]
    unreadable: tuple[tuple[int, str], ...]
    """Lines that are none, and what they say."""


def read(text: str) -> Exposition:
    r"""Take an exposition apart.

    >>> read("# TYPE web_up gauge\nweb_up 1\nnonsense\n").unreadable
    ((3, 'nonsense'),)
    """
    families: dict[str, Family] = {}
    unreadable = []
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped:
            continue
        if stripped.startswith("#"):
            _meta(families, stripped, number)
            continue
        sample = _sample(stripped, number)
        if sample is None:
            unreadable.append((number, stripped[:80]))
        else:
            _family_of(families, sample).samples.append(sample)
    return Exposition(families, tuple(unreadable))


def _meta(families: dict[str, Family], line: str, number: int) -> None:
    match = _META.match(line)
    if match is None:
        return
    word, name, rest = match.groups()
    family = families.setdefault(name, Family(name, number))
    target = family.helps if word == "HELP" else family.types
    target.append((number, (rest or "").strip()))


def _sample(line: str, number: int) -> Sample | None:
    match = _SAMPLE.match(line)
    labels = None if match is None else _labels(match["labels"] or "")
    if match is None or labels is None:
        return None
    try:
        value = float(match["value"].replace("Inf", "inf"))
    except ValueError:
        return None
    return Sample(number, match["name"], labels, value, match["time"] is not None)


def _labels(text: str) -> Labels | None:
    found = []
    position = 0
    while position < len(text):
        match = _LABEL.match(text, position)
        if match is None:
            return None
        found.append((match[1], match[2]))
        position = match.end()
    return tuple(found)


def _family_of(families: dict[str, Family], sample: Sample) -> Family:
    for suffix in _SUFFIXES:
        base = families.get(sample.name.removesuffix(suffix))
        if sample.name.endswith(suffix) and base and base.kind in _GROUPED:
            return base
    counter = families.get(sample.name.removesuffix("_total"))
    if sample.name.endswith("_total") and counter and counter.kind == "counter":
        return counter  # OpenMetrics names the family without it
    return families.setdefault(sample.name, Family(sample.name, sample.line))


_GROUPED = ("histogram", "summary", "gaugehistogram")
