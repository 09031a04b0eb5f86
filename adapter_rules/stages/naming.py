"""Naming: what the API calls a series.

The name is *expanded* from the match, not substituted inside the series' name:
``matches: _total$`` alone names every such series ``_total``. Names that no
client can ask for are made all the same, as upstream; ``why_unrequestable``
tells them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adapter_rules.errors import UnnamedError
from adapter_rules.model import NameMapping
from adapter_rules.regex import Regex

if TYPE_CHECKING:
    from octoscale.core.descriptor import MetricDescriptor

_EVERYTHING = ".*"


def generate(descriptor: MetricDescriptor, series_name: str) -> NameMapping:
    """Name exactly *series_name* by the descriptor's API name.

    >>> from octoscale.core.descriptor import MetricDescriptor
    >>> generate(MetricDescriptor(
    ...     series_name="jobs", kind="gauge", help="Jobs.", api_name="open"), "jobs")
    NameMapping(matches='^jobs$', as_='open')
    """
    pattern = f"^{re.escape(series_name)}$"
    return NameMapping(matches=pattern, as_=descriptor.api_name.replace("$", "$$"))


class Naming:
    """One rule's naming, with the defaults filled in."""

    def __init__(self, mapping: NameMapping) -> None:
        """Compile the pattern; without ``as`` its only group, or all of it."""
        self._matches = Regex(mapping.matches or _EVERYTHING)
        self._as = mapping.as_ or ("$1" if self._matches.groups else "$0")

    def name_of(self, series_name: str) -> str:
        """Name a series; raises ``UnnamedError`` when the pattern does not match."""
        name = self._matches.expand(self._as, series_name)
        if name is None:
            raise UnnamedError(
                f"the series name {series_name!r} does not match "
                f"{self._matches.pattern!r}"
            )
        return name


def why_unrequestable(api_name: str) -> str | None:
    """Say why no client can ask for a name, or ``None``.

    >>> why_unrequestable("a/b")
    "the name holds a '/', which ends a part of the path"
    """
    if not api_name:
        return "the name is empty"
    if "/" in api_name:
        return "the name holds a '/', which ends a part of the path"
    return None
