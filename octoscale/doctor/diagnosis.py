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


COMPLAINT = "conditions"
"""The link that shows a break and hardly ever is one."""

SEE_BELOW = "see the links below"
"""What that link says when it does not know better."""


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
    def fix(self) -> str:
        """The way out; empty when no link is broken.

        Where only the HPA itself complains, it is about what was, or about what
        nobody could look at.
        """
        root = self.root
        if root is None:
            return ""
        if root.link != COMPLAINT or root.fix != SEE_BELOW:
            return root.fix
        unseen = dict.fromkeys(
            one.link for one in self.clues if one.verdict is Verdict.UNKNOWN
        )
        if unseen:
            return f"no other link is broken; not looked at: {', '.join(unseen)}"
        return (
            "no other link is broken now: look again after a sync period, then see "
            "what kube-controller-manager logs"
        )

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
        "fix": diagnosis.fix or None,
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
