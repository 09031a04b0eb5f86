"""Why a reconcile refuses a scale's selector before it reads any metric.

Upstream's ``validateAndParseSelector``. The syntax of selectors is
``hpa.algorithm.selectors``' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpa.algorithm.selectors import selector_problem

if TYPE_CHECKING:
    from hpa.algorithm.observation import Observation
    from hpa.algorithm.versions import Switches


@dataclass(frozen=True, slots=True)
class Refusal:
    """A selector that the controller does not scale by."""

    event_reason: str
    condition_reason: str
    message: str


def refusal(
    selector: str, observation: Observation, switches: Switches
) -> Refusal | None:
    """Check the scale's selector; ``None`` when it will do."""
    if not selector:
        return Refusal("SelectorRequired", "InvalidSelector", "selector is required")
    problem = selector_problem(selector)
    if problem:
        message = f"the scale's selector cannot be used: {problem}"
        return Refusal("InvalidSelector", "InvalidSelector", message)
    if switches.refuses_shared_pods and observation.rivals:
        names = ", ".join(observation.rivals)
        message = f"pods found by {selector!r} belong to other HPAs as well: {names}"
        return Refusal("AmbiguousSelector", "AmbiguousSelector", message)
    return None
