"""The metric's way: the scrape by Prometheus, and the adapter with its rules."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from simulator.parameter import (
    Interval,
    Seconds,
    Section,
    Share,
    assumed,
    documented,
    measured,
)


class ScrapeSection(Section):
    """How Prometheus scrapes the replicas' exporters."""

    interval_seconds: Interval = documented(
        10.0, "s", "the paper's authors' Prometheus configuration"
    )
    """Every target has a moment of its own within it, as in Prometheus."""

    latency_seconds: Seconds = assumed(
        0.02, "s", "one small page over a local network, and its storing"
    )
    """From a scrape's start, which is its timestamp, until queries see it."""

    discovery_seconds: Seconds = measured(
        5.0,
        "s",
        "Prometheus 2.42 hands on changes of its targets at most so often; measured "
        "on one 2-core machine",
    )
    """How often changes of the targets are taken up."""

    prometheus_major: Literal[2, 3] = 2
    """From 3 on a range leaves out a sample at its very beginning."""

    lookback_seconds: Interval = documented(
        300.0, "s", "Prometheus' default --query.lookback-delta"
    )
    """How old a sample may be for an instant query."""

    loss_ratio: Share = assumed(0.0, "ratio", "a local network loses no scrape")
    """How many scrapes fail, by chance. A failed one marks its series as stale."""

    jitter_seconds: Seconds = documented(
        0.0, "s", "Prometheus' scrape loop keeps its moments; a busy one may be late"
    )
    """How late a scrape may start, at most; uniform."""

    namespace_label: str | None = "namespace"
    """The label that holds the pod's namespace; ``None`` when none does."""

    pod_label: str | None = "pod"
    """The label that holds the pod's name; ``None`` when none does."""

    labels: dict[str, str] = Field(default_factory=dict)
    """Further labels of every target, ``job`` for example."""


class AdapterSection(Section):
    """Prometheus Adapter, with its real configuration."""

    config: dict[str, Any]
    """The content of its config file: ``rules:``, ``externalRules:``."""

    query_seconds: Seconds = assumed(
        0.0, "s", "an instant query takes milliseconds; the sync waits for it"
    )
    """How old an answer is when the controller has it: what is stored later
    than so long before a sync is not in it."""

    relist_interval_seconds: Interval = documented(
        60.0, "s", "the paper's authors run it with --metrics-relist-interval=1m"
    )
    """How often it looks for series. A metric cannot be had before its first
    look at one; that look lies anywhere in the first interval of a run."""
