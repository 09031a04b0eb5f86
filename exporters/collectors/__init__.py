"""The table of collectors: one row and one file for each kind of source.

A collector's module is imported when it is asked for, so that a service pays
only for its own. Collectors do not know each other.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from octoscale.core.descriptor import MetricDescriptor


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectorRow:
    """One kind of source that can be exported."""

    name: str
    """As on the command line; also the module's, its test's and its page's."""

    reads: str
    """What the collector reads, in a few words."""

    prefix: str
    """How its series begin when nobody says otherwise."""

    def descriptors(self, prefix: str | None = None) -> tuple[MetricDescriptor, ...]:
        """Give the source's metrics as the collector's module declares them."""
        module = importlib.import_module(f"{__name__}.{self.name}")
        return cast(
            "tuple[MetricDescriptor, ...]", module.descriptors(prefix or self.prefix)
        )


COLLECTORS: tuple[CollectorRow, ...] = (
    CollectorRow(
        name="apache",
        reads="Apache's status page, server-status?auto",
        prefix="apache",
    ),
    CollectorRow(
        name="process",
        reads="one process of this machine, in /proc",
        prefix="process_exporter",
    ),
)
"""All collectors, by name."""
