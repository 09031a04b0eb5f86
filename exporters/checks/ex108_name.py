"""EX108: a name that breaks the convention."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family


def check(family: Family) -> Iterator[Fault]:
    """Find names in camel case, and names with a colon.

    A colon is for recording rules: Prometheus takes such a series from an exporter,
    and everybody looks for the rule that makes it.
    """
    if re.search(r"[a-z][A-Z]", family.name):
        text = f"{family.name!r} is written in camel case"
        yield Fault(family.line, text, "write it in snake_case")
    if ":" in family.name:
        text = f"{family.name!r} has a colon, which is for recording rules"
        yield Fault(family.line, text, "write an underscore")
