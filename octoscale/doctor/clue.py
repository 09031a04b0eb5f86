"""What a link of the chain shows: fine, broken, or not to be told.

Values only. Which of several broken links is the first one is ``diagnosis``'
business.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a link looks."""

    OK = "ok"
    NOTE = "note"
    """It holds, and something about it is worth knowing."""

    BROKEN = "broken"
    FOLLOWS = "follows"
    """It fails because a link before it does: not where to look."""

    UNKNOWN = "unknown"
    """Nobody could look: a right, an address or a file is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """What was seen at one link, for one metric or for the whole HPA."""

    verdict: Verdict
    text: str
    """One sentence."""

    evidence: tuple[str, ...] = ()
    """As the cluster or Prometheus gave it."""

    fix: str = ""
    """The way out; of broken links, and where something is missing to look."""

    metric: str = ""
    """The metric's name; empty where the whole HPA is meant."""

    link: str = ""
    """The link's name; filled in by who walks the chain."""


def ok(text: str, *evidence: str, metric: str = "") -> Clue:
    """Say that a link holds."""
    return Clue(verdict=Verdict.OK, text=text, evidence=evidence, metric=metric)


def note(text: str, *evidence: str, metric: str = "", fix: str = "") -> Clue:
    """Say that it holds, and what about it is worth knowing."""
    return Clue(
        verdict=Verdict.NOTE, text=text, evidence=evidence, metric=metric, fix=fix
    )


def broken(text: str, *evidence: str, fix: str, metric: str = "") -> Clue:
    """Say that it is broken, what shows it, and the way out."""
    return Clue(
        verdict=Verdict.BROKEN, text=text, evidence=evidence, fix=fix, metric=metric
    )


def follows(text: str, *evidence: str, metric: str = "") -> Clue:
    """Say that it fails because of a link before it."""
    return Clue(verdict=Verdict.FOLLOWS, text=text, evidence=evidence, metric=metric)


def unknown(text: str, *, fix: str = "", metric: str = "") -> Clue:
    """Say that nobody could look, and what is needed to."""
    return Clue(verdict=Verdict.UNKNOWN, text=text, fix=fix, metric=metric)
