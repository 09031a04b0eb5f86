"""The arrays' module twice: compiled by numba, and as plain Python."""

from __future__ import annotations

import importlib
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import hpa.algorithm
import hpa.algorithm.batch

if TYPE_CHECKING:
    from types import ModuleType

_NAME = "hpa.algorithm.batch"


@cache
def plain() -> ModuleType:
    """Import the module anew where numba cannot be imported: a copy of its own."""
    modules: dict[str, Any] = sys.modules
    hidden = {
        name: modules.pop(name)
        for name in list(modules)
        if name in {"numba", _NAME} or name.startswith(f"{_NAME}.")
    }
    modules["numba"] = None
    try:
        return importlib.import_module(_NAME)
    finally:
        for name in list(modules):
            if name == _NAME or name.startswith(f"{_NAME}."):
                del modules[name]
        del modules["numba"]
        modules.update(hidden)
        vars(hpa.algorithm)["batch"] = hidden[_NAME]
