"""Compiling: where nothing can be written, and when kept code is out of date."""

from __future__ import annotations

import subprocess
import sys
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest

from hpa.algorithm.batch.compiling import COMPILES, compiled, digest, entry, prange
from tests.hpa.algorithm.batch.engines import plain

if TYPE_CHECKING:
    from collections.abc import Callable

needs_numba = pytest.mark.skipif(
    not COMPILES, reason="numba is not installed or switched off"
)


def _function(source: str, **names: object) -> Callable[..., Any]:
    """Define ``f`` as if its file were in a folder that does not exist."""
    scope: dict[str, Any] = dict(names)
    exec(compile(source, "/nonexistent/kernels.py", "exec"), scope)  # noqa: S102 (ours)
    function: Callable[..., Any] = scope["f"]
    return function


@needs_numba
def test_code_that_cannot_be_kept_on_disk_is_compiled_all_the_same() -> None:
    source = """
def f(numbers):
    for index in prange(len(numbers)):
        numbers[index] += 1
"""
    function = entry(_function(source, prange=prange))
    numbers = np.zeros(3)
    function(numbers)
    assert numbers.tolist() == [1, 1, 1]


class _Before(IntEnum):
    ONE = 1


class _After(IntEnum):
    ONE = 2


class _Here(NamedTuple):
    one: int
    two: int


class _There(NamedTuple):
    two: int
    one: int


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            _function("def f(x: Row): return x.one", Row=_Here),
            _function("def f(x: Row): return x.one", Row=_There),
            id="the order of fields",
        ),
        pytest.param(
            _function("def f(x): return x + 1"),
            _function("def f(x): return x + 2"),
            id="a constant inside",
        ),
        pytest.param(
            _function("def f(x): return x + ONE", ONE=1),
            _function("def f(x): return x + ONE", ONE=2),
            id="a constant outside",
        ),
        pytest.param(
            _function("def f(x): return x + E.ONE", E=_Before),
            _function("def f(x): return x + E.ONE", E=_After),
            id="a code",
        ),
        pytest.param(
            _function("def f(x): return x + 1"),
            _function("def f(x): return x - 1"),
            id="an operation",
        ),
        pytest.param(
            _function("def f(x): return x.one"),
            _function("def f(x): return x.two"),
            id="a field",
        ),
    ],
)
def test_the_fingerprint_changes_with(
    one: Callable[..., Any], other: Callable[..., Any]
) -> None:
    assert digest(one) != digest(other)


@needs_numba
def test_the_fingerprint_changes_with_what_is_called_two_calls_below() -> None:
    def outer(constant: int) -> str:
        inner = compiled(_function(f"def f(x): return x + {constant}"))
        middle = compiled(_function("def f(x): return inner(x)", inner=inner))
        return digest(_function("def f(x): return middle(x)", middle=middle))

    assert outer(1) == outer(1)
    assert outer(1) != outer(2)


def test_the_fingerprint_is_the_same_in_another_process() -> None:
    program = "import hpa.algorithm.batch.compiling as c; print(c.digest(c.digest))"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == digest(digest)


def test_plain_python_leaves_functions_as_they_are() -> None:
    def function(x: int) -> int:
        return x

    for decorate in (plain().compiled, plain().inlined, plain().entry):
        assert decorate(function) is function
    assert plain().prange is range


def test_one_decision_needs_no_numpy() -> None:
    program = (
        "import hpa.algorithm.decide, hpa.controller, sys\n"
        "sys.exit(sum(name in sys.modules for name in ('numpy', 'numba')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
