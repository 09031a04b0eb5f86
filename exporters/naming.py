"""How series' names begin: the one check of a prefix.

What the names are is each collector's own business.
"""

from __future__ import annotations

import re

from octoscale.core.errors import UsageError

_PREFIX = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*\Z")


def checked_prefix(prefix: str) -> str:
    """Give *prefix* back if names can begin with it; else ``UsageError``.

    >>> checked_prefix("myapphttp")
    'myapphttp'
    """
    if not _PREFIX.match(prefix):
        raise UsageError(
            f"not a prefix for series names: {prefix!r}",
            hint="letters, digits and underscores, not beginning with a digit",
        )
    return prefix


def rate_name(series_name: str) -> str:
    """Name a counter's rate for the metrics API.

    >>> rate_name("web_requests_total")
    'web_requests_per_second'
    """
    return series_name.removesuffix("_total") + "_per_second"
