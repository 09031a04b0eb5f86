"""Our objects, defaults, rules and conversions against the API server's own code.

Only the comparison; reading files and counting is ``run_hpa``'s business. What
the recording says in words (details, bad values) is not compared.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from hpa.defaults import with_defaults
from hpa.model.hub import from_v2, to_v2
from hpa.model.objects import (
    AnyHorizontalPodAutoscaler,
    DecodeError,
    Version,
    from_dict,
    to_dict,
)
from hpa.validation import validate

Case = dict[str, Any]

_NO_STATUS: tuple[Case, ...] = (
    {},
    {"desiredReplicas": 0},
    {"currentReplicas": 0, "desiredReplicas": 0},
)


def recognises(case: Case) -> bool:
    """Tell whether *case* is a recorded manifest: decoding and validity out."""
    out = case.get("out")
    return isinstance(out, dict) and "decodeError" in out and "valid" in out


def check(case: Case) -> list[str]:
    """List the disagreements; empty when we treat the manifest as recorded."""
    want = case["out"]
    try:
        hpa = from_dict(case["in"])
    except DecodeError as error:
        return [] if want["decodeError"] else [f"is decodable, got: {error}"]
    if want["decodeError"]:
        return [f"is not decodable ({want['decodeError']}), was decoded"]
    return [*_rules(hpa, want), *_objects(hpa, want)]


def _rules(hpa: AnyHorizontalPodAutoscaler, want: Case) -> list[str]:
    wrong = []
    for gate, suffix in ((False, ""), (True, "WithHPAScaleToZero")):
        errors = validate(hpa, scale_to_zero=gate)
        got = Counter((error.field, str(error.type)) for error in errors)
        listed = want[f"errors{suffix}"] or []
        expected = Counter((error["field"], error["type"]) for error in listed)
        wrong += _differing(f"errors{suffix}", expected, got)
        wrong += _differing(f"valid{suffix}", want[f"valid{suffix}"], not errors)
    return wrong


def _objects(hpa: AnyHorizontalPodAutoscaler, want: Case) -> list[str]:
    hub = to_v2(with_defaults(hpa))
    through_v2 = to_v2(from_v2(hub, "v2"))
    through_v1 = to_v2(from_v2(hub, "v1"))
    results: list[tuple[str, AnyHorizontalPodAutoscaler, Version]] = [
        ("defaulted", hub, "v2beta2"),
        ("asV1", hub, "v1"),
        ("asV2", hub, "v2"),
        ("v2beta2FromV2", through_v2, "v2beta2"),
        ("v2beta2FromV1", through_v1, "v2beta2"),
    ]
    wrong = []
    for name, result, version in results:
        if want.get(name) is not None:
            got = comparable(to_dict(from_v2(to_v2(result), version)))
            wrong += _differing(name, comparable(want[name]), got)
    return wrong


def comparable(value: Case) -> Case:
    """Leave out what Go's encoding adds to an object: nulls and an empty status.

    >>> comparable({"metadata": {"creationTimestamp": None}, "status": {}})
    {'metadata': {}}
    """
    pruned: Case = _pruned(value)
    status = pruned.get("status")
    if status is not None and status in _NO_STATUS:
        del pruned["status"]
    return pruned


def _pruned(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _pruned(part) for key, part in value.items() if part not in (None, [])
        }
    if isinstance(value, list):
        return [_pruned(item) for item in value]
    return value


def _differing(name: str, expected: Any, got: Any) -> list[str]:
    if expected == got:
        return []
    return [f"{name}: expected {expected!r}, got {got!r}"]
