"""Tests of ``hpa.algorithm.refusals``."""

from __future__ import annotations

from dataclasses import replace

from hpa.algorithm.refusals import refusal
from hpa.algorithm.versions import Switches
from tests.hpa.algorithm.situations import observed

_RIVALS = replace(observed(1), rivals=("other", "third"))
_STRICT = Switches(refuses_shared_pods=True)


def test_a_usable_selector_is_not_refused() -> None:
    assert refusal("app=web", observed(1), _STRICT) is None


def test_an_empty_selector_is_required() -> None:
    refused = refusal("", observed(1), Switches())
    assert refused is not None
    assert refused.event_reason == "SelectorRequired"
    assert refused.condition_reason == "InvalidSelector"


def test_a_broken_selector_is_invalid_and_says_why() -> None:
    refused = refusal("a=b,,c in (", observed(1), Switches())
    assert refused is not None
    assert refused.event_reason == refused.condition_reason == "InvalidSelector"
    assert "label name" in refused.message


def test_shared_pods_are_refused_only_since_1_28() -> None:
    assert refusal("app=web", _RIVALS, Switches()) is None
    refused = refusal("app=web", _RIVALS, _STRICT)
    assert refused is not None
    assert refused.event_reason == refused.condition_reason == "AmbiguousSelector"
    assert "other, third" in refused.message
