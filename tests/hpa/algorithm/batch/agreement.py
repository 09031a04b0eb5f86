"""Follow the same HPAs with ``decide`` and with the arrays, sync by sync."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpa.algorithm.decide import decide
from hpa.algorithm.instants import micros
from hpa.algorithm.types import ConditionType, Decision, State
from tests.hpa.algorithm.batch import worlds
from tests.hpa.algorithm.situations import NOW

if TYPE_CHECKING:
    from random import Random
    from types import ModuleType

_CONDITIONS: tuple[tuple[ConditionType, str, str], ...] = (
    ("AbleToScale", "able", "Able"),
    ("ScalingActive", "active", "Active"),
    ("ScalingLimited", "limited", "Limited"),
)
_CAUSES = {
    "ABOVE_MAX_REPLICAS": "Current number of replicas above Spec.MaxReplicas",
    "BELOW_MIN_REPLICAS": "Current number of replicas below Spec.MinReplicas",
    "ALL_METRICS_BELOW_TARGET": "All metrics below target",
    "STABILIZED": "",
}


def follow(batch: ModuleType, random: Random, *, hpas: int, syncs: int) -> None:
    """Follow random HPAs from new ones on; each disagreement fails."""
    specs = [worlds.spec(random) for _ in range(hpas)]
    configs = [worlds.config(random) for _ in range(hpas)]
    arrays = batch.pack_specs(specs, configs)
    memory = batch.new_memory(arrays, sync_period_seconds=worlds.SHORTEST_SECONDS)
    states = [State()] * hpas
    lasts: list[int | None] = [None] * hpas
    now = NOW
    for _ in range(syncs):
        seen = [
            worlds.observation(random, spec, worlds.current(random, spec, last))
            for spec, last in zip(specs, lasts, strict=True)
        ]
        records = batch.decide_all(
            arrays, memory, batch.pack_observations(specs, seen, configs), now
        )
        rows = zip(specs, states, seen, configs, strict=True)
        decisions = [decide(*row, now) for row in rows]
        for row, decision in enumerate(decisions):
            assert outcome(batch, records[row], states[row]) == expected(decision)
            kept = batch.recall_state(memory, row)
            after = decision.next_state
            assert kept.scale_up_events == after.scale_up_events
            assert kept.scale_down_events == after.scale_down_events
            states[row], lasts[row] = after, decision.replicas
        now += worlds.gap(random)


def agree_from_any_state(batch: ModuleType, random: Random, *, hpas: int) -> None:
    """Decide once from states, which go into the arrays and out of them."""
    specs = [worlds.spec(random) for _ in range(hpas)]
    configs = [worlds.config(random) for _ in range(hpas)]
    states = [worlds.state(random, micros(NOW)) for _ in range(hpas)]
    seen = [
        worlds.observation(random, spec, worlds.current(random, spec, None))
        for spec in specs
    ]
    arrays = batch.pack_specs(specs, configs)
    memory = batch.Memory.blank(hpas, recommendations=12, events=6)
    for row, state in enumerate(states):
        batch.remember_state(arrays, memory, row, state)
    recalled = [batch.recall_state(memory, row) for row in range(hpas)]
    packed = batch.pack_observations(specs, seen, configs)
    records = batch.decide_all(arrays, memory, packed, NOW)
    for row, (spec, config) in enumerate(zip(specs, configs, strict=True)):
        decision = decide(spec, states[row], seen[row], config, NOW)
        assert outcome(batch, records[row], states[row]) == expected(decision)
        if recalled[row].recommendations:
            again = decide(spec, recalled[row], seen[row], config, NOW)
            assert expected(again) == expected(decision)


def outcome(batch: ModuleType, record: Any, before: State) -> dict[str, Any]:
    """Put a decision's record, after the state *before*, into comparable words."""
    assert record["trouble"] == batch.Trouble.NONE
    reasons = {each.type: each.reason for each in before.status.conditions}
    for type_, field, enum in _CONDITIONS:
        code = getattr(batch, enum)(int(record[field]))
        if code.name != "UNCHANGED":
            reasons[type_] = code.word
    cause = batch.Cause(int(record["cause"])).name
    leader = int(record["leader"])
    return {
        "replicas": int(record["replicas"]),
        "recommendation": int(record["recommendation"]),
        "reasons": reasons,
        "rescale": cause != "NO_RESCALE",
        "cause": leader if cause == "METRIC_ABOVE_TARGET" else _CAUSES.get(cause, ""),
        "error": bool(record["error"]),
    }


def expected(decision: Decision) -> dict[str, Any]:
    """Put the scalar decision into the same words."""
    cause: str | int = decision.reason
    if decision.reason.endswith(" above target"):
        named = [f"{each.name} above target" for each in decision.proposals]
        best = max(each.replicas or 0 for each in decision.proposals)
        cause = next(
            column
            for column, each in enumerate(decision.proposals)
            if each.replicas == best and named[column] == decision.reason
        )
    return {
        "replicas": -1 if decision.replicas is None else decision.replicas,
        "recommendation": (
            -1 if decision.recommendation is None else decision.recommendation
        ),
        "reasons": {each.type: each.reason for each in decision.conditions},
        "rescale": decision.rescale,
        "cause": cause,
        "error": decision.error is not None,
    }
