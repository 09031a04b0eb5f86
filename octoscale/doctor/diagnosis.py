"""One HPA's diagnosis: all clues, and the link at which to begin.

Data leaves nowhere in the chain without every link before it, so of several broken
links the one nearest to the pods is named first; the others are shown as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from octoscale.doctor.clue import Verdict
from octoscale.doctor.redaction import redact

if TYPE_CHECKING:
    from octoscale.doctor.clue import Clue


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What was seen of one HPA's chain."""

    namespace: str
    name: str
    clues: tuple[Clue, ...]
    """From the HPA backwards to the pods; free of what looks like a secret."""

    @property
    def root(self) -> Clue | None:
        """The broken link nearest to the pods; ``None`` when none is broken."""
        found = [clue for clue in self.clues if clue.verdict is Verdict.BROKEN]
        return found[-1] if found else None

    @property
    def is_healthy(self) -> bool:
        """Whether no link is broken, as far as anybody could look."""
        return self.root is None


def redacted(clue: Clue) -> Clue:
    """Give the clue without what looks like a secret."""
    return replace(
        clue,
        text=redact(clue.text),
        evidence=tuple(map(redact, clue.evidence)),
        fix=redact(clue.fix),
    )


def to_dict(diagnosis: Diagnosis) -> dict[str, Any]:
    """Give a diagnosis as plain data; the keys are stable."""
    root = diagnosis.root
    return {
        "namespace": diagnosis.namespace,
        "name": diagnosis.name,
        "healthy": diagnosis.is_healthy,
        "brokenLink": root.link if root is not None else None,
        "clues": [
            {
                "link": clue.link,
                "metric": clue.metric or None,
                "verdict": str(clue.verdict),
                "text": clue.text,
                "evidence": list(clue.evidence),
                "fix": clue.fix or None,
            }
            for clue in diagnosis.clues
        ],
    }
