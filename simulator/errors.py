"""What can go wrong with a scenario, beyond a wrong field.

A metric that cannot be had *inside* a simulated world is no error of ours: the
simulated controller sees it, as the real one would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.errors import InputError
from octoscale.core.finding import Finding, Place, Severity

if TYPE_CHECKING:
    from octoscale.core.yamlio import Document, DocumentPath


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

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        path: DocumentPath = (),
        place: Place | None = None,
    ) -> None:
        """Say in one line which parts, and how to mend them.

        *path* says where in a scenario it stands; *place* where in its file.
        """
        super().__init__(
            [
                Finding(
                    code="SI002",
                    severity=Severity.ERROR,
                    message=message,
                    hint=hint,
                    place=place or Place(),
                )
            ]
        )
        self.path = path

    def within(self, document: Document) -> ScenarioError:
        """Give the same with its place in the *document* of the scenario."""
        (finding,) = self.findings
        return ScenarioError(
            finding.message,
            hint=finding.hint,
            path=self.path,
            place=document.key_place(self.path),
        )
