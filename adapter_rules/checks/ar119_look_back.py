"""AR119: the look-back does not fit the relist and scrape intervals.

Both are flags of the adapter: from ``--relist-interval`` and ``--max-age``, from a
Deployment or Helm values in the same file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.flags import DEFAULT_RELIST_SECONDS, MAX_AGE, RELIST
from octoscale.core.duration import format_prometheus
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from adapter_rules.sources import FoundConfig
    from octoscale.core.finding import Place


SCRAPES = 2
"""A series must be found although one scrape of it failed."""


def check(context: Context) -> Iterator[Finding]:
    """Find look-backs that are too short.

    At each relist the adapter lists what had a sample within the look-back
    (``--metrics-max-age``, by default the relist interval). Shorter than the
    relist interval it does not start; shorter than two scrape intervals metrics
    come and go.
    """
    for found in context.configs:
        relist, relist_place = _set(context.relist_seconds, found, RELIST)
        max_age, age_place = _set(context.max_age_seconds, found, MAX_AGE)
        look_back = relist if max_age is None else max_age
        if look_back is None:
            continue
        place = age_place if max_age is not None else relist_place
        around = DEFAULT_RELIST_SECONDS if relist is None else relist
        shown = format_prometheus(look_back)
        if look_back < around and found.config.rules:
            yield Finding(
                code="AR119",
                severity=Severity.ERROR,
                message=f"the look-back of {shown} is shorter than the relist interval "
                f"of {format_prometheus(around)}: the adapter does not start",
                place=place,
                hint="give --metrics-max-age at least the relist interval",
            )
            continue
        intervals = [context.scrape_interval(one) for one in context.subjects]
        known = max((one for one in intervals if one is not None), default=None)
        if known is not None and look_back < SCRAPES * known:
            yield Finding(
                code="AR119",
                severity=Severity.WARNING,
                message=f"the look-back of {shown} is shorter than two scrapes, one "
                f"every {format_prometheus(known)}: metrics come and go",
                place=place,
                hint="set --metrics-max-age to two scrape intervals or more",
            )


def _set(given: float | None, found: FoundConfig, name: str) -> _Setting:
    """Give a flag: the user's word, or what the file says; and a place for it."""
    flag = found.flags.get(name)
    if given is not None or flag is None:
        return given, found.document.key_place(("rules",))
    return flag.seconds, flag.place


_Setting = tuple[float | None, "Place"]
