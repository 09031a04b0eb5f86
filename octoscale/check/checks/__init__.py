"""The checks of manifests and of the chain through them.

This is the table of them. A check is one file; it looks at a ``Context`` and
gives findings, and knows none of its siblings. HPAs, discovery rules and
expositions have tables of their own, which a whole check runs too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from octoscale.check.checks import (
    mf101_swallowed_item,
    mf102_indentation,
    mf201_unknown_field,
    mf202_wrong_value,
    mf203_missing_field,
    mf204_removed_api,
    mf205_unknown_kind,
    mf206_impossible_figure,
    mf207_repeated_object,
    mf301_object_name,
    mf302_port_name,
    mf303_label,
    mf304_container_name,
    mf401_scrape_port,
    mf402_unserved_port,
    mf403_target_port,
    mf404_misplaced_annotation,
    mf501_own_selector,
    mf502_empty_selector,
    mf601_unexposed_series,
    mf602_lost_label,
    mf603_missing_target,
    mf604_unscraped_workload,
    mf701_overwritten_job,
    mf702_every_port,
    mf703_unfollowed_annotation,
    mf704_idle_job,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from octoscale.check.context import Context
    from octoscale.core.finding import Finding


class CheckRow(NamedTuple):
    """One check: its code, what it calls, and what it finds."""

    code: str
    check: Callable[[Context], Iterator[Finding]]
    summary: str
    """What is wrong when it finds something, in one line."""


CHECKS: tuple[CheckRow, ...] = (
    CheckRow(
        "MF101",
        mf101_swallowed_item.check,
        "An item of a list that became part of the text above it.",
    ),
    CheckRow(
        "MF102",
        mf102_indentation.check,
        "A line that stands where nothing above it does.",
    ),
    CheckRow(
        "MF201",
        mf201_unknown_field.check,
        "A field that does not exist, or stands in the wrong place.",
    ),
    CheckRow(
        "MF202",
        mf202_wrong_value.check,
        "A value that the field cannot hold.",
    ),
    CheckRow(
        "MF203",
        mf203_missing_field.check,
        "A field that such an object needs is not there.",
    ),
    CheckRow(
        "MF204",
        mf204_removed_api.check,
        "An API version that Kubernetes removed.",
    ),
    CheckRow(
        "MF205",
        mf205_unknown_kind.check,
        "A kind that its API version does not have.",
    ),
    CheckRow(
        "MF206",
        mf206_impossible_figure.check,
        "A figure that the API server refuses: a port, a count, a quantity.",
    ),
    CheckRow(
        "MF207",
        mf207_repeated_object.check,
        "One object that is declared twice.",
    ),
    CheckRow(
        "MF301",
        mf301_object_name.check,
        "A name that no object or container can have.",
    ),
    CheckRow(
        "MF302",
        mf302_port_name.check,
        "A port's name that the API server refuses, or that stands there twice.",
    ),
    CheckRow(
        "MF303",
        mf303_label.check,
        "A label that the API server refuses.",
    ),
    CheckRow(
        "MF304",
        mf304_container_name.check,
        "Two containers of one pod with the same name.",
    ),
    CheckRow(
        "MF401",
        mf401_scrape_port.check,
        "Pods or a Service that ask to be scraped and do not say where.",
    ),
    CheckRow(
        "MF402",
        mf402_unserved_port.check,
        "Pods are scraped on a port that no container declares.",
    ),
    CheckRow(
        "MF403",
        mf403_target_port.check,
        "A Service sends to a port that none of its pods has.",
    ),
    CheckRow(
        "MF404",
        mf404_misplaced_annotation.check,
        "The scrape annotations stand on the workload, where nobody reads them.",
    ),
    CheckRow(
        "MF501",
        mf501_own_selector.check,
        "A workload that does not select the pods it makes.",
    ),
    CheckRow(
        "MF502",
        mf502_empty_selector.check,
        "A selector that matches nothing in the input.",
    ),
    CheckRow(
        "MF601",
        mf601_unexposed_series.check,
        "A rule asks for a series that nobody exposes.",
    ),
    CheckRow(
        "MF602",
        mf602_lost_label.check,
        "The label that ties a metric to its object does not survive the scrape.",
    ),
    CheckRow(
        "MF603",
        mf603_missing_target.check,
        "An HPA scales a workload that is nowhere in the input.",
    ),
    CheckRow(
        "MF604",
        mf604_unscraped_workload.check,
        "An HPA scales by its pods' metric, and nobody scrapes these pods.",
    ),
    CheckRow(
        "MF701",
        mf701_overwritten_job.check,
        "A pod's label overwrites the job's name.",
    ),
    CheckRow(
        "MF702",
        mf702_every_port.check,
        "A job scrapes every port of its pods, not the exporter's only.",
    ),
    CheckRow(
        "MF703",
        mf703_unfollowed_annotation.check,
        "Pods ask to be scraped, and no job of the config listens.",
    ),
    CheckRow(
        "MF704",
        mf704_idle_job.check,
        "A scrape job that finds none of the input's pods.",
    ),
)
"""Every check, in the order of its code. Codes are never used again."""
