"""All checks over one input: the one call behind ``octoscale lint hpa``.

Nothing is printed here; what a finding looks like is the command line's
business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpa.checks import CHECKS
from hpa.checks.ceilings import Ceiling, exposed
from hpa.checks.context import Context
from hpa.checks.reading import read_all
from hpa.checks.rules import RuleView, read_rules
from octoscale.core.errors import InputError, UsageError
from octoscale.core.yamlio import STDIN, read_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hpa.checks.reading import Input
    from octoscale.core.finding import Finding


@dataclass(frozen=True, slots=True)
class Linted:
    """What became of one input."""

    findings: tuple[Finding, ...]
    """Ordered by file, line and column."""

    autoscalers: int
    """How many HPAs were looked at."""


def lint_files(
    names: Sequence[str],
    *,
    rules_file: str | None = None,
    kubernetes: int | None = None,
    ceilings: Mapping[str, Ceiling] | None = None,
    expositions: Sequence[str] = (),
) -> Linted:
    """Read files and folders and run every check.

    *ceilings* win over what *expositions* show. A file that is no YAML, no rules
    or no exposition is a finding; raises ``FileAccessError`` for what cannot be
    opened and ``UsageError`` when two of them are standard input.
    """
    everything = [*names, *expositions, rules_file]
    if everything.count(STDIN) > 1:
        raise UsageError("standard input can be read once only")
    found = read_all(names)
    problems: list[Finding] = []
    rules: tuple[RuleView, ...] | None = None
    known: dict[str, Ceiling] = {}
    try:
        if rules_file is not None:
            rules = read_rules(read_text(rules_file), file=rules_file)
    except InputError as error:
        problems += error.findings
    for name in expositions:
        try:
            known.update(exposed(read_text(name), file=name))
        except InputError as error:
            problems += error.findings
    known.update(ceilings or {})
    checked = lint(found, rules=rules, kubernetes=kubernetes, ceilings=known)
    findings = sorted([*problems, *checked], key=_order)
    return Linted(tuple(findings), len(found.hpas))


def lint(
    found: Input,
    *,
    rules: tuple[RuleView, ...] | None = None,
    kubernetes: int | None = None,
    ceilings: Mapping[str, Ceiling] | None = None,
) -> list[Finding]:
    """Run every check; findings are ordered by file, line and column.

    *kubernetes* is the minor version that the HPAs are for. Without *rules* the
    checks that need them say nothing.

    >>> from hpa.checks.reading import Source, gather
    >>> lint(gather([Source("a.yaml", "kind: Service")]))
    []
    """
    context = Context(
        hpas=found.hpas,
        manifests=found.manifests,
        rules=rules,
        kubernetes=kubernetes,
        ceilings=ceilings or {},
        complete=found.complete,
    )
    findings = list(found.findings)
    for row in CHECKS:
        findings += row.check(context)
    return sorted(dict.fromkeys(findings), key=_order)


def _order(finding: Finding) -> tuple[str, int, int, str]:
    place = finding.place
    return place.file or "", place.line or 0, place.column or 0, finding.code
