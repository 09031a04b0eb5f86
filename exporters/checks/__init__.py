"""The checks of an exposition: what Prometheus takes and nobody can scale on.

This is the table of them. A check is one file; it looks at one family of one scrape,
or of two scrapes of the same source, and gives faults. Reading the text is
``exporters.exposition_text``, running them ``exporters.exposition``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from exporters.checks import (
    ex101_duplicate_series,
    ex102_repeated_meta,
    ex103_help,
    ex104_type,
    ex105_counter_name,
    ex106_gauge_name,
    ex107_unit,
    ex108_name,
    ex109_values_in_labels,
    ex110_cardinality,
    ex111_nan,
    ex112_timestamps,
    ex113_false_counter,
    ex114_histogram,
    ex115_negative_counter,
    ex116_identities,
    ex121_changing_type,
    ex122_falling_counter,
    ex123_changing_series,
)
from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from exporters.checks.fault import Fault
    from exporters.exposition_text import Family


class CheckRow(NamedTuple):
    """One check of a family: its code, how bad it is, and what it finds."""

    code: str
    severity: Severity
    check: Callable[[Family], Iterator[Fault]]
    summary: str


class PairRow(NamedTuple):
    """One check of a family in two scrapes, the earlier first."""

    code: str
    severity: Severity
    check: Callable[[Family, Family], Iterator[Fault]]
    summary: str


CHECKS: tuple[CheckRow, ...] = (
    CheckRow(
        "EX101",
        Severity.ERROR,
        ex101_duplicate_series.check,
        "A series stands there twice.",
    ),
    CheckRow(
        "EX102",
        Severity.ERROR,
        ex102_repeated_meta.check,
        "HELP or TYPE is given twice.",
    ),
    CheckRow(
        "EX103",
        Severity.WARNING,
        ex103_help.check,
        "A family without a meaning.",
    ),
    CheckRow(
        "EX104",
        Severity.WARNING,
        ex104_type.check,
        "A family without a type.",
    ),
    CheckRow(
        "EX105",
        Severity.WARNING,
        ex105_counter_name.check,
        "A counter without _total.",
    ),
    CheckRow(
        "EX106",
        Severity.WARNING,
        ex106_gauge_name.check,
        "A gauge that ends in _total.",
    ),
    CheckRow(
        "EX107",
        Severity.WARNING,
        ex107_unit.check,
        "Not in a base unit.",
    ),
    CheckRow(
        "EX108",
        Severity.WARNING,
        ex108_name.check,
        "A name that breaks the convention.",
    ),
    CheckRow(
        "EX109",
        Severity.ERROR,
        ex109_values_in_labels.check,
        "Measured values in labels.",
    ),
    CheckRow(
        "EX110",
        Severity.WARNING,
        ex110_cardinality.check,
        "Too many series.",
    ),
    CheckRow(
        "EX111",
        Severity.WARNING,
        ex111_nan.check,
        "A value that is none.",
    ),
    CheckRow(
        "EX112",
        Severity.WARNING,
        ex112_timestamps.check,
        "Samples with timestamps.",
    ),
    CheckRow(
        "EX113",
        Severity.WARNING,
        ex113_false_counter.check,
        "A gauge called a counter.",
    ),
    CheckRow(
        "EX114",
        Severity.ERROR,
        ex114_histogram.check,
        "A histogram without buckets.",
    ),
    CheckRow(
        "EX115",
        Severity.ERROR,
        ex115_negative_counter.check,
        "A counter below zero.",
    ),
    CheckRow(
        "EX116",
        Severity.WARNING,
        ex116_identities.check,
        "Addresses or ids in labels.",
    ),
)
"""The checks of one scrape. Codes are never used again."""

PAIR_CHECKS: tuple[PairRow, ...] = (
    PairRow(
        "EX121",
        Severity.ERROR,
        ex121_changing_type.check,
        "A type that changes between two scrapes.",
    ),
    PairRow(
        "EX122",
        Severity.WARNING,
        ex122_falling_counter.check,
        "A counter that goes down between two scrapes.",
    ),
    PairRow(
        "EX123",
        Severity.ERROR,
        ex123_changing_series.check,
        "Series that come and go between two scrapes.",
    ),
)
"""The checks of two scrapes of one source."""
