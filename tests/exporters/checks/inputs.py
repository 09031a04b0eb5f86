"""Inputs for the checks' tests: small expositions, and the findings of one code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.exposition import compare, lint

if TYPE_CHECKING:
    from octoscale.core.finding import Finding

COUNTER = "# HELP web_x_total Text.\n# TYPE web_x_total counter\n"
GAUGE = "# HELP web_x Text.\n# TYPE web_x gauge\n"


def found(code: str, text: str) -> list[Finding]:
    """Give the findings of *code* in one scrape."""
    return [finding for finding in lint(text) if finding.code == code]


def changed(code: str, before: str, after: str) -> list[Finding]:
    """Give the findings of *code* between two scrapes."""
    return [finding for finding in compare(before, after) if finding.code == code]
