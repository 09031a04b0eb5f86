"""A metric's label selector as the text that goes to the metrics API.

As ``metav1.LabelSelectorAsSelector(...).String()`` upstream. A selector is never
validated: an operator that does not exist gives a text that no API understands,
so the metric fails, as it does on a cluster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hpa.model.meta import LabelSelector, LabelSelectorRequirement


def selector_text(selector: LabelSelector | None) -> str:
    """Write a selector as text, its conditions sorted by label.

    >>> from hpa.model.meta import LabelSelector, LabelSelectorRequirement
    >>> selector_text(LabelSelector(match_labels={"q": "work"}))
    'q=work'
    >>> one = LabelSelectorRequirement(key="q", operator="In", values=("b", "a"))
    >>> selector_text(LabelSelector(match_expressions=(one,)))
    'q in (a,b)'
    """
    if selector is None:
        return ""
    conditions = [
        (key, f"{key}={value}") for key, value in selector.match_labels.items()
    ]
    conditions += [(one.key, _condition(one)) for one in selector.match_expressions]
    return ",".join(text for _, text in sorted(conditions, key=lambda pair: pair[0]))


def _condition(requirement: LabelSelectorRequirement) -> str:
    key, operator = requirement.key, requirement.operator
    if operator == "Exists":
        return key
    if operator == "DoesNotExist":
        return f"!{key}"
    word = {"In": "in", "NotIn": "notin"}.get(operator, operator)
    return f"{key} {word} ({','.join(sorted(requirement.values))})"
