"""Every code that a check of a repository can give, and what it is about.

Put together from the packages' tables; only the codes of reading are named here.
"""

from __future__ import annotations

from adapter_rules.checks import CHECKS as RULE_CHECKS
from exporters.exposition import SUMMARIES as EXPOSITION_SUMMARIES
from hpa.checks import CHECKS as HPA_CHECKS
from octoscale.check.checks import CHECKS

READING: dict[str, str] = {
    "YA001": "No YAML.",
    "YA002": "A key that stands there twice.",
    "YA003": "A tag that is not plain data.",
    "YA004": "Too large, too deep or too many aliases.",
    "SC001": "An unknown field.",
    "SC002": "A missing field.",
    "SC003": "A wrong value.",
    **{f"SF00{n}": "A service file that contradicts itself." for n in range(1, 9)},
    "HP001": "A value that an HPA cannot hold.",
    "HP002": "A field that an HPA does not have.",
    "HP003": "An HPA of an unknown version.",
    "HP004": "A rule that the API server enforces.",
    "HP005": "An exposition that cannot be read.",
    "AR001": "An override of a resource that the cluster does not have.",
    "AR004": "Two fragments of a config that disagree.",
    "AR005": "A key that the adapter's Helm chart does not read.",
    "MF001": "A template, which is not checked as it stands.",
    "MF002": "Marks that sed replaces before anything is applied.",
    "MF003": "A comment that accepts nothing.",
    "MF004": "A comment that accepts a finding which is not there.",
    "MF005": "A baseline file that is none.",
    "MF006": "A link to nothing, a pipe or a device among the files.",
    "MF007": "A command that printed no manifest.",
}
"""What is wrong with how a text is written, and with the comments in it."""

SUMMARIES: dict[str, str] = {
    **READING,
    **EXPOSITION_SUMMARIES,
    **{row.code: row.summary for row in RULE_CHECKS},
    **{row.code: row.summary for row in HPA_CHECKS},
    **{row.code: row.summary for row in CHECKS},
}
"""All codes. What each finds in detail is on its page of the docs."""
