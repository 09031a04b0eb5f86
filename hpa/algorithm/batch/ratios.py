"""The arithmetic of ``hpa.algorithm.ratios``, compiled: the same functions.

Nothing of its own. Quotients are given floats: integers up to 2**53 divide in
doubles as they do in Python.
"""

from __future__ import annotations

from hpa.algorithm import ratios
from hpa.algorithm.batch.compiling import compiled

truncated = compiled(ratios.truncated)
quotient = compiled(ratios.quotient)
int32 = compiled(ratios.int32)
int32_of = compiled(ratios.int32_of)
ceiling = compiled(ratios.ceiling)
