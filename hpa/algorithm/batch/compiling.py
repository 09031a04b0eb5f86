"""Numba where it is installed, plain Python where it is not: decided only here.

Numba has no types of its own; what it returns is ``Any`` in this module and the
decorated function's own type everywhere else. No arithmetic.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

NUMBA: Any = None
"""The package; ``None`` without the extra ``fast``."""

with suppress(ImportError):
    import numba

    NUMBA = numba

COMPILES: bool = NUMBA is not None and not NUMBA.config.DISABLE_JIT
"""Whether decorated functions are machine code."""

prange: type[range] = range if NUMBA is None else NUMBA.prange
"""``range``, its rounds spread over the cores inside a function made by ``entry``."""

# Division follows IEEE 754 as in numpy; nothing in here allocates, so counting
# references to arrays (atomically, in every round) would be all loss.
_OPTIONS = {"error_model": "numpy", "_nrt": False}


def compiled(
    function: Callable[Parameters, Result],
) -> Callable[Parameters, Result]:
    """Compile a function of numbers and records.

    >>> compiled(lambda x: x + 1)(1)
    2
    """
    return _jit(function, **_OPTIONS)


def inlined(
    function: Callable[Parameters, Result],
) -> Callable[Parameters, Result]:
    """Compile a function of arrays into each function that calls it.

    An array is some nine machine words as an argument, so calls would cost more
    than what the small functions here do.
    """
    return _jit(function, forceinline=True, **_OPTIONS)


def entry(
    function: Callable[Parameters, Result],
) -> Callable[Parameters, Result]:
    """Compile a function that Python calls: on all cores, and kept on disk.

    Where nothing can be written it is compiled anew in every process. Numba
    looks for changes in the function's own file only; so the name that it is
    kept under changes with everything that the function calls.
    """
    if COMPILES:
        function.__qualname__ += f"-{digest(function)}"
    try:
        return _jit(function, error_model="numpy", parallel=True, cache=True)
    except RuntimeError:  # numba found no place that it may write to
        return _jit(function, error_model="numpy", parallel=True)


def digest(function: Callable[..., object]) -> str:
    """Fingerprint a function's code, constants and all compiled code below it.

    Also the order of fields of each named tuple that it is annotated with or
    calls: machine code knows fields by their places only.

    >>> one, other = (lambda x: x + 1), (lambda x: x + 2)
    >>> digest(one) == digest(other)
    False
    """
    code = function.__code__
    parts = [code.co_code.hex(), repr(code.co_consts), repr(code.co_names)]
    for name in (*code.co_names, *map(str, function.__annotations__.values())):
        value = function.__globals__.get(name)
        below = getattr(value, "octoscale_digest", None)
        if below:
            parts.append(below)
        elif isinstance(value, int | float | str | tuple):
            parts.append(repr(value))
        elif isinstance(value, type) and issubclass(value, Enum):
            parts.append(repr(list(value)))
        elif fields := getattr(value, "_fields", None):
            parts.append(repr(fields))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _jit(
    function: Callable[Parameters, Result], **options: object
) -> Callable[Parameters, Result]:
    if not COMPILES:
        return function
    result: Any = NUMBA.njit(**options)(function)
    result.octoscale_digest = digest(function)
    machine_code: Callable[Parameters, Result] = result
    return machine_code
