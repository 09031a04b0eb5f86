"""Nodes are plain values that can be compared and never changed."""

from __future__ import annotations

import dataclasses

import pytest

from adapter_rules.gotext.nodes import Field, Text


def test_equal_nodes_are_equal() -> None:
    assert Field(("A",), 1) == Field(("A",), 1)
    assert Field(("A",), 1) != Field(("B",), 1)


def test_nodes_are_frozen() -> None:
    node = Text("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        node.text = "b"  # type: ignore[misc]  # what is tested
