"""What can go wrong with a scenario, beyond a wrong field.

A metric that cannot be had *inside* a simulated world is no error of ours: the
simulated controller sees it, as the real one would.
"""

from __future__ import annotations

from octoscale.core.errors import InputError
from octoscale.core.finding import Finding, Severity


class UnsupportedQueryError(InputError):
    """A rule's query is fine PromQL, but outside the simulated subset."""

    def __init__(self, node: str, query: str) -> None:
        """Name the *node* of *query* that the simulator does not evaluate."""
        super().__init__(
            [
                Finding(
                    code="SI001",
                    severity=Severity.ERROR,
                    message=f"the simulator does not evaluate {node}, in {query!r}",
                    hint="use `octoscale test`: there a real Prometheus evaluates it",
                )
            ]
        )


class ScenarioError(InputError):
    """A scenario whose parts do not fit each other."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Say in one line which parts, and how to mend them."""
        super().__init__(
            [Finding(code="SI002", severity=Severity.ERROR, message=message, hint=hint)]
        )
