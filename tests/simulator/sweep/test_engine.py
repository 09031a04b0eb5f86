"""What the compiled loop is kept under on disk: all that it is made of."""

from __future__ import annotations

import ast

import pytest

from tests.reference import ROOT

FILES = ("course", "pods", "calm", "metric", "packing", "engine")


@pytest.mark.parametrize("name", FILES)
def test_functions_are_compiled_after_those_that_they_call(name: str) -> None:
    # The fingerprint of a compiled function holds what it finds when it is made.
    tree = ast.parse((ROOT / "simulator/sweep" / f"{name}.py").read_text())
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    places = {function.name: function.lineno for function in functions}
    late = [
        (function.name, used.id)
        for function in functions
        for used in ast.walk(function)
        if isinstance(used, ast.Name) and places.get(used.id, 0) > function.lineno
    ]
    assert late == []
