"""What one process can reach at most: as the user says, or as it exposes itself.

An exposition is one answer of the process' ``/metrics``, saved to a file. Which
target is above a ceiling is HP113's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from prometheus_client.parser import text_string_to_metric_families

from octoscale.core.errors import InputError
from octoscale.core.finding import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_FDS = "max_fds"
_OPEN_FDS = "open_fds"
_SCOREBOARD = "apache_scoreboard"
_APACHE = ("apache_workers", _SCOREBOARD)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most that a metric of one process can reach."""

    value: float
    evidence: str
    """Where that is known from, in a few words."""


def stated(text: str) -> tuple[str, Ceiling]:
    """Read what a user says: ``NAME=VALUE``; raises ``ValueError``.

    >>> stated("shop_open_fds=1024")
    ('shop_open_fds', Ceiling(value=1024.0, evidence='as given'))
    """
    name, sign, amount = text.partition("=")
    try:
        value = float(amount)
    except ValueError:
        value = 0.0
    if not name or not sign or not 0 < value < float("inf"):
        raise ValueError(f"not NAME=VALUE with a value above 0: {text!r}")
    return name, Ceiling(value, "as given")


def exposed(text: str, *, file: str) -> dict[str, Ceiling]:
    r"""Find ceilings in an exposition, by series name.

    Limits of 0 and of unlimited processes are left out. Raises ``InputError``
    when the text is no exposition.

    >>> list(exposed("shop_max_fds 1024\nshop_open_fds 9\n", file="shop.prom"))
    ['shop_open_fds']
    """
    totals = _totals(text, file)
    found: dict[str, Ceiling] = {}
    for name, value in totals.items():
        if name.endswith(_MAX_FDS) and 0 < value < float("inf"):
            evidence = f"{name} in {file}"
            found[name.removesuffix(_MAX_FDS) + _OPEN_FDS] = Ceiling(value, evidence)
    if totals.get(_SCOREBOARD, 0) > 0:
        slots = Ceiling(totals[_SCOREBOARD], f"the slots of {_SCOREBOARD} in {file}")
        found.update(dict.fromkeys(_APACHE, slots))
    return found


def _totals(text: str, file: str) -> Mapping[str, float]:
    """Add up the samples of each series name."""
    totals: dict[str, float] = {}
    try:
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                totals[sample.name] = totals.get(sample.name, 0.0) + sample.value
    except (ValueError, IndexError, KeyError) as error:
        raise InputError.at(
            Place(file=file),
            "HP005",
            f"not a Prometheus exposition: {error}",
            hint="save the process' /metrics as it is",
        ) from error
    return totals
