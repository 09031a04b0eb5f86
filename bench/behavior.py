"""``autoscaler.behavior`` of a plan: the API's fields, under the API's rules.

What a behavior then does is the autoscaler's (``hpa.algorithm``).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bench.fields import Sparse


class Policy(Sparse):
    """How much may change within one period."""

    type: Literal["Pods", "Percent"]
    value: Annotated[int, Field(ge=1, lt=2**31)]
    """So many pods, or percent of the replicas at the period's start."""

    period_seconds: Annotated[int, Field(ge=1, le=1800)]


class Rules(Sparse):
    """The limits of one direction; what is left out is the API's default."""

    stabilization_window_seconds: Annotated[int, Field(ge=0, le=3600)] | None = None
    select_policy: Literal["Max", "Min", "Disabled"] | None = None
    policies: Annotated[tuple[Policy, ...], Field(min_length=1)] | None = None


class Behavior(Sparse):
    """Limits for each direction; an empty one (``{}``) has the API's defaults."""

    scale_up: Rules | None = None
    scale_down: Rules | None = None

    @property
    def never_up(self) -> bool:
        """Whether scaling up is forbidden.

        >>> Behavior(scaleUp=Rules(selectPolicy="Disabled")).never_up
        True
        """
        return self.scale_up is not None and self.scale_up.select_policy == "Disabled"
