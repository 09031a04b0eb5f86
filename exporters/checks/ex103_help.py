"""EX103: a family without a meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family


def check(family: Family) -> Iterator[Fault]:
    """Find families with samples and without words after HELP.

    Whoever writes a rule or an alert on it has to guess what is counted.
    """
    if family.samples and not any(text for _, text in family.helps):
        text = f"{family.name!r} does not say what it means"
        yield Fault(family.line, text, "one sentence after HELP")
