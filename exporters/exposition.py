"""What is wrong in an exposition: one scrape in, or two of a source; findings out.

The checks are ``exporters.checks``, reading the text is
``exporters.exposition_text``; which scrapes are read is the command's business.
"""

from __future__ import annotations

from exporters.checks import CHECKS, PAIR_CHECKS
from exporters.checks.fault import Fault
from exporters.exposition_text import read
from octoscale.core.finding import Finding, Place, Severity

UNREADABLE = "EX001"
"""The code of a line that cannot be read."""

_NOT = "not a sample: {!r}"
_FORM = 'a sample is NAME{LABEL="VALUE"} NUMBER'

SUMMARIES = {
    UNREADABLE: "A line that cannot be read.",
    **{row.code: row.summary for row in CHECKS},
    **{row.code: row.summary for row in PAIR_CHECKS},
}
"""What each code is about, in one line."""


def lint(text: str, *, file: str | None = None) -> list[Finding]:
    r"""Check one scrape.

    >>> lint("# HELP web_load1 Load.\n# TYPE web_load1 counter\nweb_load1 1\n")[0].code
    'EX105'
    """
    exposition = read(text)
    findings = [
        _placed(UNREADABLE, Severity.ERROR, Fault(line, _NOT.format(said), _FORM), file)
        for line, said in exposition.unreadable
    ]
    for family in exposition.families.values():
        for row in CHECKS:
            findings += (
                _placed(row.code, row.severity, fault, file)
                for fault in row.check(family)
            )
    return sorted(findings, key=lambda f: (f.place.line or 0, f.code))


def compare(before: str, after: str, *, file: str | None = None) -> list[Finding]:
    """Check two scrapes of one source; places are in the second."""
    old, new = read(before), read(after)
    findings: list[Finding] = []
    for name, family in new.families.items():
        earlier = old.families.get(name)
        if earlier is None or not earlier.samples or not family.samples:
            continue
        for row in PAIR_CHECKS:
            findings += (
                _placed(row.code, row.severity, fault, file)
                for fault in row.check(earlier, family)
            )
    return findings


def _placed(code: str, severity: Severity, fault: Fault, file: str | None) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        message=fault.message,
        place=Place(file=file, line=fault.line),
        hint=fault.hint,
    )
