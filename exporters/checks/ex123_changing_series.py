"""EX123: series that come and go between two scrapes.

Some new series are right: the first request of a new kind. More than half of a
family are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family


def check(earlier: Family, family: Family) -> Iterator[Fault]:
    """Find families of which more than half the series are new.

    Their labels hold what changes with every scrape, so that no series has a second
    sample and no rate can be taken.
    """
    known = {(s.name, s.labels) for s in earlier.samples}
    fresh = [s for s in family.samples if (s.name, s.labels) not in known]
    if len(fresh) * 2 > len(family.samples):
        text = (
            f"{len(fresh)} of {len(family.samples)} series of {family.name!r} are new"
        )
        yield Fault(fresh[0].line, text, "labels hold what changes")
