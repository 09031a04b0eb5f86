"""EX113: a gauge called a counter.

Judged by the name: loads, percentages, threads, connections, queues and the like go
both ways in every service.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family

_GAUGES = re.compile(
    r"(percent|load\d+|_free|_threads|threads(_idle)?|connections|open_fds|max_fds|"
    r"open_files|memory_(total|bytes|max_bytes)|swap_total|num_cpus|_cpu|_mem|queue|"
    r"[Tt]hroughput|uptime|InSec|[Pp]er(Request|Second)|current_\w+|Current\w+|"
    r"threadsIdle)\Z"
)


def check(family: Family) -> Iterator[Fault]:
    """Find counters that by their name can go down.

    A rate of one means nothing, and tools that trust the type take it. CMS'
    process_exporter declares everything a counter, load averages too.
    """
    if family.kind == "counter" and _GAUGES.search(family.name):
        text = f"{family.name!r} is declared a counter and by its name goes both ways"
        yield Fault(family.line, text, "TYPE gauge: a rate of it means nothing")
