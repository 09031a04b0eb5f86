"""The checks of an exposition: what Prometheus takes and nobody can scale on.

One scrape, or two of the same source, in; findings out. Reading the text is
``exporters.exposition_text``; which scrapes are read is the command's business.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from exporters.exposition_text import Family, Sample, read
from octoscale.core.finding import Finding, Place, Severity

MAXIMUM_SERIES = 1000
"""Of one family in one scrape: more is a label that holds what it should not."""

_TYPES = ("counter", "gauge", "histogram", "summary", "untyped", "unknown", "info")
_UNITS = re.compile(
    r"_(ms|msec|millis|milliseconds|us|micros|microseconds|minutes|hours|days|kb|"
    r"kilobytes|kbytes|mb|megabytes|gigabytes|percent)(_total)?\Z"
)
_GAUGES = re.compile(
    r"(percent|load\d+|_free|_threads|threads(_idle)?|connections|open_fds|max_fds|"
    r"open_files|memory_(total|bytes|max_bytes)|swap_total|num_cpus|_cpu|_mem|queue|"
    r"[Tt]hroughput|uptime|InSec|[Pp]er(Request|Second)|current_\w+|Current\w+|"
    r"threadsIdle)\Z"
)
_NUMBER = re.compile(r"-?\d+\.\d{3,}\Z")

Check = Callable[[Family], Iterator[tuple[int, str, str]]]
"""Gives line, message and hint."""


class CheckRow(NamedTuple):
    """One check of a family: its code, how bad it is, and what it finds."""

    code: str
    severity: Severity
    check: Check
    summary: str


def _duplicates(family: Family) -> Iterator[tuple[int, str, str]]:
    first: dict[tuple[object, ...], int] = {}
    for sample in family.samples:
        key = (sample.name, tuple(sorted(sample.labels)))
        if key in first:
            text = f"{sample.name!r} with these labels stands on line {first[key]} too"
            yield sample.line, text, "expose each series once"
        first.setdefault(key, sample.line)


def _repeated(family: Family) -> Iterator[tuple[int, str, str]]:
    for word, lines in (("HELP", family.helps), ("TYPE", family.types)):
        for line, _ in lines[1:]:
            yield line, f"{word} of {family.name!r} is given twice", ""


def _help(family: Family) -> Iterator[tuple[int, str, str]]:
    if family.samples and not any(text for _, text in family.helps):
        text = f"{family.name!r} does not say what it means"
        yield family.line, text, "one sentence after HELP"


def _type(family: Family) -> Iterator[tuple[int, str, str]]:
    if family.samples and not family.types:
        yield family.line, f"{family.name!r} has no TYPE", "counter or gauge"
    for line, kind in family.types:
        if kind not in _TYPES:
            yield line, f"{family.name!r} has a type that is none: {kind!r}", ""


def _counter_name(family: Family) -> Iterator[tuple[int, str, str]]:
    named = family.samples[0].name if family.samples else family.name
    if family.kind == "counter" and not named.endswith("_total"):
        text = f"the counter {family.name!r} does not end in _total"
        yield family.line, text, "by the ending people know to take a rate"


def _gauge_name(family: Family) -> Iterator[tuple[int, str, str]]:
    if family.kind == "gauge" and family.name.endswith("_total"):
        text = f"the gauge {family.name!r} ends in _total like a counter"
        yield family.line, text, "name it for what it counts"


def _false_counter(family: Family) -> Iterator[tuple[int, str, str]]:
    if family.kind == "counter" and _GAUGES.search(family.name):
        text = f"{family.name!r} is declared a counter and by its name goes both ways"
        yield family.line, text, "TYPE gauge: a rate of it means nothing"


def _unit(family: Family) -> Iterator[tuple[int, str, str]]:
    match = _UNITS.search(family.name)
    if match:
        text = f"{family.name!r} is not in a base unit: {match[1]}"
        yield family.line, text, "seconds, bytes, or a ratio from 0 to 1"


def _name(family: Family) -> Iterator[tuple[int, str, str]]:
    if re.search(r"[a-z][A-Z]", family.name):
        yield family.line, f"{family.name!r} is written in camel case", "snake_case"
    if ":" in family.name:
        text = f"{family.name!r} has a colon, which is for recording rules"
        yield family.line, text, ""


def _label_values(family: Family) -> Iterator[tuple[int, str, str]]:
    for sample in family.samples:
        bad = [
            name
            for name, value in sample.labels
            if _NUMBER.match(value) and name not in {"le", "quantile"}
        ]
        if bad:
            text = f"{sample.name!r} holds measured values in labels: {', '.join(bad)}"
            yield sample.line, text, "each scrape makes a new series; expose a value"
            return


def _identities(family: Family) -> Iterator[tuple[int, str, str]]:
    for sample in family.samples:
        bad = [n for n, value in sample.labels if re.fullmatch(r"\d{12,}", value)]
        if bad:
            text = f"{sample.name!r} names something by an address or id: {bad[0]}"
            yield sample.line, text, "each restart makes new series"
            return


def _cardinality(family: Family) -> Iterator[tuple[int, str, str]]:
    if len(family.samples) > MAXIMUM_SERIES:
        text = f"{family.name!r} has {len(family.samples)} series in one scrape"
        yield family.line, text, f"more than {MAXIMUM_SERIES}: bound its labels"


def _nan(family: Family) -> Iterator[tuple[int, str, str]]:
    for sample in family.samples:
        if math.isnan(sample.value) and family.kind != "summary":
            text = f"{sample.name!r} is NaN"
            yield sample.line, text, "leave a series out that has no value"


def _negative(family: Family) -> Iterator[tuple[int, str, str]]:
    for sample in family.samples:
        if family.kind == "counter" and sample.value < 0:
            text = f"the counter {sample.name!r} is {sample.value:g}"
            yield sample.line, text, "leave a series out that has no value"


def _timestamps(family: Family) -> Iterator[tuple[int, str, str]]:
    for sample in family.samples:
        if sample.has_timestamp:
            text = f"{sample.name!r} brings its own timestamp"
            yield sample.line, text, "such a series does not go stale with its source"
            return


def _histogram(family: Family) -> Iterator[tuple[int, str, str]]:
    if family.kind != "histogram" or not family.samples:
        return
    endings = Counter(s.name.removeprefix(family.name) for s in family.samples)
    lacking = [end for end in ("_bucket", "_sum", "_count") if not endings[end]]
    if lacking:
        text = f"the histogram {family.name!r} has no {', '.join(lacking)}"
        yield family.line, text, "no quantile can be taken from it"


CHECKS: tuple[CheckRow, ...] = (
    CheckRow("EX101", Severity.ERROR, _duplicates, "A series stands there twice."),
    CheckRow("EX102", Severity.ERROR, _repeated, "HELP or TYPE is given twice."),
    CheckRow("EX103", Severity.WARNING, _help, "A family without a meaning."),
    CheckRow("EX104", Severity.WARNING, _type, "A family without a type."),
    CheckRow("EX105", Severity.WARNING, _counter_name, "A counter without _total."),
    CheckRow("EX106", Severity.WARNING, _gauge_name, "A gauge that ends in _total."),
    CheckRow("EX107", Severity.WARNING, _unit, "Not in a base unit."),
    CheckRow("EX108", Severity.WARNING, _name, "A name that breaks the convention."),
    CheckRow("EX109", Severity.ERROR, _label_values, "Measured values in labels."),
    CheckRow("EX110", Severity.WARNING, _cardinality, "Too many series."),
    CheckRow("EX111", Severity.WARNING, _nan, "A value that is none."),
    CheckRow("EX112", Severity.WARNING, _timestamps, "Samples with timestamps."),
    CheckRow("EX113", Severity.WARNING, _false_counter, "A gauge called a counter."),
    CheckRow("EX114", Severity.ERROR, _histogram, "A histogram without buckets."),
    CheckRow("EX115", Severity.ERROR, _negative, "A counter below zero."),
    CheckRow("EX116", Severity.WARNING, _identities, "Addresses or ids in labels."),
)
"""The checks of one scrape. Codes are never used again."""

SUMMARIES = {
    "EX001": "A line that cannot be read.",
    "EX121": "A type that changes between two scrapes.",
    "EX122": "A counter that goes down between two scrapes.",
    "EX123": "Series that come and go between two scrapes.",
    **{row.code: row.summary for row in CHECKS},
}
"""What each code is about, in one line."""


def lint(text: str, *, file: str | None = None) -> list[Finding]:
    r"""Check one scrape.

    >>> lint("# HELP web_load1 Load.\n# TYPE web_load1 counter\nweb_load1 1\n")[0].code
    'EX105'
    """
    exposition = read(text)
    findings = [
        _finding("EX001", Severity.ERROR, file, line, f"not a sample: {said!r}", "")
        for line, said in exposition.unreadable
    ]
    for family in exposition.families.values():
        for row in CHECKS:
            for line, message, hint in row.check(family):
                findings.append(
                    _finding(row.code, row.severity, file, line, message, hint)
                )
    return sorted(findings, key=lambda f: (f.place.line or 0, f.code))


def compare(before: str, after: str, *, file: str | None = None) -> list[Finding]:
    """Check two scrapes of one source; places are in the second."""
    old, new = read(before), read(after)
    findings = []
    for name, family in new.families.items():
        earlier = old.families.get(name)
        if earlier is None or not earlier.samples or not family.samples:
            continue
        if earlier.kind != family.kind:
            text = f"{name!r} was a {earlier.kind} and is a {family.kind}"
            hint = "the type is the metric's, not the value's"
            findings.append(
                _finding("EX121", Severity.ERROR, file, family.line, text, hint)
            )
        findings += _changes(earlier, family, file)
    return findings


def _changes(earlier: Family, family: Family, file: str | None) -> Iterator[Finding]:
    known = {(s.name, s.labels): s for s in earlier.samples}
    fresh: list[Sample] = []
    for sample in family.samples:
        last = known.get((sample.name, sample.labels))
        if last is None:
            fresh.append(sample)
        elif family.kind == "counter" and sample.value < last.value:
            text = f"the counter {sample.name!r} went from {last.value:g} to "
            text += f"{sample.value:g}"
            hint = "a restart, or a gauge"
            yield _finding("EX122", Severity.WARNING, file, sample.line, text, hint)
    if fresh and len(fresh) * 2 > len(family.samples):
        text = (
            f"{len(fresh)} of {len(family.samples)} series of {family.name!r} are new"
        )
        hint = "labels hold what changes"
        yield _finding("EX123", Severity.ERROR, file, fresh[0].line, text, hint)


def _finding(
    code: str, severity: Severity, file: str | None, line: int, message: str, hint: str
) -> Finding:
    place = Place(file=file, line=line)
    return Finding(
        code=code, severity=severity, message=message, place=place, hint=hint
    )
