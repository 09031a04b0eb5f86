"""The same decisions for arrays of HPAs: thousands of configurations at a time.

Compiled by numba (extra ``fast``), some thousand times as fast as ``decide`` and
equal to it; without numba the same functions run as plain Python, slowly. Covers
Pods, Object and External metrics, with and without ``behavior``; no texts, only
their reasons as numbers. Start at ``decide_all``; a compiled loop of one's own
calls ``decide_one`` in a function made by ``compiled``.

>>> from hpa.algorithm.types import Config, PodsMetric, Spec
>>> metric = PodsMetric(name="requests", average_value_milli=100_000)
>>> specs = pack_specs(
...     [Spec(max_replicas=most, metrics=(metric,)) for most in (3, 5, 10)], Config()
... )
>>> memory = new_memory(specs, sync_period_seconds=15)
>>> seen = Observations.blank(3)
>>> for count in ("spec_replicas", "status_replicas", "pods", "running_and_ready"):
...     seen.scales[count] = 2
>>> seen.readings["samples"] = seen.readings["ready"] = 2
>>> seen.readings["total_milli"] = 700_000
>>> decisions = decide_all(specs, memory, seen, 15.0)
>>> decisions["replicas"].tolist(), decisions["recommendation"].tolist()
([3, 4, 4], [7, 7, 7])
>>> [Limited(code).word for code in decisions["limited"]]
['TooManyReplicas', 'ScaleUpLimit', 'ScaleUpLimit']
"""

from __future__ import annotations

from hpa.algorithm.batch.codes import (
    Able,
    Active,
    Cause,
    Direction,
    Limited,
    MetricKind,
    ScaleSeen,
    Select,
    Trouble,
)
from hpa.algorithm.batch.compiling import COMPILES, compiled, entry, inlined, prange
from hpa.algorithm.batch.decide import decide_all, decide_one
from hpa.algorithm.batch.layout import (
    NO_REPLICAS,
    Memory,
    Observations,
    Specs,
    blank_decisions,
)
from hpa.algorithm.batch.memory import new_memory, recall_state, remember_state
from hpa.algorithm.batch.observations import pack_observations
from hpa.algorithm.batch.specs import pack_specs

__all__ = [
    "COMPILES",
    "NO_REPLICAS",
    "Able",
    "Active",
    "Cause",
    "Direction",
    "Limited",
    "Memory",
    "MetricKind",
    "Observations",
    "ScaleSeen",
    "Select",
    "Specs",
    "Trouble",
    "blank_decisions",
    "compiled",
    "decide_all",
    "decide_one",
    "entry",
    "inlined",
    "new_memory",
    "pack_observations",
    "pack_specs",
    "prange",
    "recall_state",
    "remember_state",
]
