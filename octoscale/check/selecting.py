"""What selectors of labels pick: a Service's mapping, and the API's LabelSelector.

Read leniently: what is malformed picks nothing and is a finding of the schemas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def as_labels(value: Any) -> dict[str, str]:
    """Read labels or annotations; what is no text is left out.

    >>> as_labels({"app": "shop", "tier": 1})
    {'app': 'shop'}
    """
    found = value if isinstance(value, dict) else {}
    return {
        key: text
        for key, text in found.items()
        if isinstance(key, str) and isinstance(text, str)
    }


def picks(selector: Any, labels: Mapping[str, str]) -> bool:
    """Tell whether a ``LabelSelector`` picks an object with these labels.

    >>> picks({"matchLabels": {"app": "shop"}}, {"app": "shop", "tier": "web"})
    True
    >>> picks({"matchExpressions": [{"key": "app", "operator": "DoesNotExist"}]}, {})
    True
    """
    if not isinstance(selector, dict):
        return False
    wanted = as_labels(selector.get("matchLabels"))
    expressions = selector.get("matchExpressions")
    terms = expressions if isinstance(expressions, list) else []
    return wanted.items() <= dict(labels).items() and all(
        _holds(term, labels) for term in terms
    )


def described(selector: Any) -> str:
    """Write a selector the way people do on a command line.

    >>> described({"matchLabels": {"app": "shop"}})
    'app=shop'
    """
    found = selector if isinstance(selector, dict) else {}
    parts = [f"{k}={v}" for k, v in as_labels(found.get("matchLabels")).items()]
    terms = found.get("matchExpressions")
    for term in terms if isinstance(terms, list) else ():
        if isinstance(term, dict):
            values = ", ".join(map(str, _values(term)))
            parts.append(f"{term.get('key')} {term.get('operator')} ({values})")
    return ",".join(parts)


def _values(term: Mapping[Any, Any]) -> list[Any]:
    values = term.get("values")
    return values if isinstance(values, list) else []


def _holds(term: Any, labels: Mapping[str, str]) -> bool:
    if not isinstance(term, dict):
        return False
    key, operator = term.get("key"), term.get("operator")
    values = _values(term)
    if operator == "In":
        return labels.get(str(key)) in values
    if operator == "NotIn":
        return labels.get(str(key)) not in values
    if operator == "Exists":
        return key in labels
    return operator == "DoesNotExist" and key not in labels
