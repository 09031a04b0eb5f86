"""What selectors of labels pick."""

from __future__ import annotations

import pytest

from octoscale.check.selecting import as_labels, described, picks

LABELS = {"app": "shop", "tier": "web"}


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ({}, True),
        ({"matchLabels": {"app": "shop"}}, True),
        ({"matchLabels": {"app": "cart"}}, False),
        ({"matchLabels": {"nope": ""}}, False),
        (
            {
                "matchExpressions": [
                    {"key": "app", "operator": "In", "values": ["shop"]}
                ]
            },
            True,
        ),
        (
            {"matchExpressions": [{"key": "x", "operator": "In", "values": ["y"]}]},
            False,
        ),
        (
            {"matchExpressions": [{"key": "x", "operator": "NotIn", "values": ["y"]}]},
            True,
        ),
        ({"matchExpressions": [{"key": "app", "operator": "Exists"}]}, True),
        ({"matchExpressions": [{"key": "app", "operator": "DoesNotExist"}]}, False),
        ({"matchExpressions": [{"key": "app", "operator": "Nonsense"}]}, False),
        ({"matchExpressions": ["nonsense"]}, False),
        (None, False),
        ([], False),
    ],
)
def test_a_selector_picks(selector: object, expected: bool) -> None:
    assert picks(selector, LABELS) is expected


def test_what_is_no_text_is_no_label() -> None:
    assert as_labels({"a": "b", "c": 1, 2: "d"}) == {"a": "b"}
    assert as_labels(["a"]) == {}


def test_a_selector_is_written_as_on_a_command_line() -> None:
    terms = [{"key": "b", "operator": "In", "values": ["c", "d"]}]
    selector = {"matchLabels": {"a": "1"}, "matchExpressions": terms}
    assert described(selector) == "a=1,b In (c, d)"
    assert described(None) == ""
