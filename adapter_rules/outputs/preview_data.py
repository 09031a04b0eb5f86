"""A preview as plain data, for JSON and YAML.

The keys are stable: scripts read them. Tables for people are the command
line's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from adapter_rules.asking import Answered, ObjectValue
    from adapter_rules.listing import LeftOut
    from adapter_rules.preview import Preview, Previewed


def to_dict(preview: Preview) -> dict[str, Any]:
    """Give the whole preview; a value that is not there is ``None``, never 0."""
    return {
        "custom": [_metric(metric) for metric in preview.custom],
        "external": [_metric(metric) for metric in preview.external],
        "leftOut": [_left_out(left) for left in preview.left_out],
        "refused": [_left_out(left) for left in preview.refused],
        "notes": list(preview.notes),
    }


def _metric(metric: Previewed) -> dict[str, Any]:
    listed = metric.listed
    return {
        "name": str(listed.key),
        "metric": listed.key.metric,
        "resource": str(listed.key.resource) if listed.key.resource else None,
        "namespaced": listed.key.namespaced,
        "rule": listed.rule.label,
        "series": listed.series_name,
        "seriesCount": len(listed.series),
        "label": listed.label or None,
        "queries": [_answer(answer) for answer in metric.answers],
    }


def _answer(answer: Answered) -> dict[str, Any]:
    question = answer.question
    return {
        "namespace": question.request.namespace or None,
        "namespaceAssumed": question.assumed_namespace,
        "promql": question.promql or None,
        "problem": answer.problem or None,
        "unaskedObjects": question.unasked,
        "values": [_value(value) for value in answer.values],
    }


def _value(value: ObjectValue) -> dict[str, Any]:
    return {
        "object": value.name or None,
        "labels": dict(value.labels),
        "value": value.quantity.canonical if value.quantity is not None else None,
        "note": value.note or None,
    }


def _left_out(left: LeftOut) -> dict[str, Any]:
    return {
        "rule": left.rule.label,
        "series": left.series_name or None,
        "name": str(left.key) if left.key is not None else None,
        "stage": str(left.stage),
        "reason": left.reason,
    }
