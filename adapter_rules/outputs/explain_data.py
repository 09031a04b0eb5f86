"""An explanation as plain data, for JSON and YAML; the keys are stable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from adapter_rules.explanation import Explanation


def to_dict(explanation: Explanation) -> dict[str, Any]:
    """Give the whole story; a value that is not there is ``None``, never 0."""
    asked = explanation.asked
    broken = explanation.broken
    return {
        "request": {
            "metric": asked.metric,
            "resource": asked.resource or None,
            "name": asked.name or None,
            "namespace": asked.namespace or None,
            "selector": asked.selector or None,
            "origin": asked.origin or None,
            "path": asked.path,
        },
        "steps": [
            {
                "step": str(step.name),
                "text": step.text,
                "broken": step.broken,
                "evidence": list(step.evidence),
                "hint": step.hint or None,
            }
            for step in explanation.steps
        ],
        "brokenStep": str(broken.name) if broken is not None else None,
        "answer": explanation.answer or None,
        "values": [
            {
                "object": value.name or None,
                "labels": dict(value.labels),
                "value": value.quantity.canonical if value.quantity else None,
                "note": value.note or None,
            }
            for value in explanation.values
        ],
        "notes": list(explanation.notes),
    }
