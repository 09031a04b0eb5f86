"""How often the series of a rule are scraped, by the Prometheus configs here.

Which windows are too short for that is AR106's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.duration import DurationError, parse_prometheus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adapter_rules.sources import FoundConfig
    from octoscale.check.context import Context
    from octoscale.check.pods import Pods
    from octoscale.check.scraping import ScrapeJob

DEFAULT = "1m"
"""What Prometheus takes where nothing is said (``global.scrape_interval``)."""


def scrape_interval(context: Context, config: FoundConfig) -> float | None:
    """Give the seconds between two scrapes of what a config's rules serve.

    Asked are the jobs that scrape the pods of the HPAs by these rules; where none
    does, those that scrape any pods, and else all. Of two jobs for the same pods
    the slower one counts. ``None`` where no job is here, or they disagree.
    """
    scraped = list(dict.fromkeys(map(id, _scaled(context, config))))
    of_pods = (_of_pods(context.jobs, pods) for pods in scraped)
    found = {seconds for seconds in of_pods if seconds is not None}
    if not found:
        busy = [job for job in context.jobs if job.targets] or context.jobs
        found = set(_known(busy))
    return found.pop() if len(found) == 1 else None


def _scaled(context: Context, config: FoundConfig) -> Iterator[Pods]:
    """Give the pods that are scaled by a metric of these rules."""
    for subject in context.hpas:
        rules = map(context.rule_of, subject.metrics)
        if any(rule is not None and rule.found is config for rule in rules):
            pods = context.pods_of(subject)
            if pods is not None:
                yield pods


def _of_pods(jobs: Iterable[ScrapeJob], pods: int) -> float | None:
    near = (job for job in jobs if any(id(t.pods) == pods for t in job.targets))
    return max(_known(near), default=None)


def _known(jobs: Iterable[ScrapeJob]) -> Iterator[float]:
    for job in jobs:
        section = job.document.value.get("global")
        shared = section if isinstance(section, dict) else {}
        own = job.document.value["scrape_configs"][job.path[-1]]
        text = own.get("scrape_interval") or shared.get("scrape_interval") or DEFAULT
        try:
            yield parse_prometheus(str(text))
        except DurationError:
            continue
