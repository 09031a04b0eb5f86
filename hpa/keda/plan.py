"""The staged plan of a move to KEDA: what to do in which order, and what interrupts.

Text only, for the HPAs and rules at hand. As KEDA's and the adapter's
documentation have it; nothing of it was run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_rules.model import AdapterConfig
    from hpa.keda.scaledobject import KedaConversion

API_SERVICE = "v1beta1.external.metrics.k8s.io"
"""The one API that both the adapter and KEDA own."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the plan."""

    title: str
    steps: tuple[str, ...]
    interrupts: str
    """What does not work meanwhile."""


NOTHING = "nothing"


def plan(
    conversions: Sequence[KedaConversion], config: AdapterConfig | None
) -> tuple[Stage, ...]:
    """Plan the move of all *conversions*, which *config* serves until now."""
    external = [_title(one) for one in conversions if one.uses_external]
    owns = config is not None and bool(config.external_rules)
    stages = [_look(external), _make_room(external, owns=owns), _install(external)]
    stages += [_move(conversions), _clean_up(conversions, config)]
    return tuple(stages)


def to_lines(stages: Sequence[Stage]) -> list[str]:
    """Write the plan as numbered lines."""
    lines = ["staged plan (from the documentation; not run against a cluster)"]
    for number, stage in enumerate(stages, 1):
        lines.append(f"{number}. {stage.title}")
        lines += [f"   - {step}" for step in stage.steps]
        lines.append(f"   interrupts: {stage.interrupts}")
    return lines


def _look(external: list[str]) -> Stage:
    steps = [
        f"who owns {API_SERVICE} now: kubectl get apiservice {API_SERVICE} -o wide",
        (
            "which HPAs of the whole cluster use External metrics: all of them lose "
            "theirs when KEDA takes that API over, not only those converted here"
        ),
    ]
    if external:
        steps.append(f"of those converted here: {', '.join(external)}")
    return Stage("Look who depends on the API that both own", tuple(steps), NOTHING)


def _make_room(external: list[str], *, owns: bool) -> Stage:
    if not owns and not external:
        step = (
            "the adapter's rules serve no external metrics: see that it does not "
            f"register {API_SERVICE} either (an empty externalRules: counts)"
        )
        return Stage("Leave the external API to KEDA", (step,), NOTHING)
    steps = (
        "have the ScaledObjects of every HPA with External metrics ready to apply",
        (
            "take externalRules out of the adapter's config and restart it: custom "
            "metrics are back as soon as it has listed its series again"
        ),
        f"kubectl delete apiservice {API_SERVICE}",
    )
    return Stage(
        "Take the external API away from the adapter",
        steps,
        "HPAs with External metrics get none until their ScaledObject is Ready: with "
        "only such metrics they keep their replicas, with others they scale up only",
    )


def _install(external: list[str]) -> Stage:
    steps = (
        (
            "install KEDA in a version that supports this Kubernetes (keda.sh lists "
            "three minors for each)"
        ),
        f"kubectl get apiservice {API_SERVICE} must show KEDA's service and True",
        "see that KEDA reaches Prometheus at the triggers' serverAddress",
    )
    interrupts = "as before, until the next stage is done" if external else NOTHING
    return Stage("Install KEDA", steps, interrupts)


def _move(conversions: Sequence[KedaConversion]) -> Stage:
    order = sorted(conversions, key=lambda one: not one.uses_external)
    names = [_title(one) for one in order if one.manifest is not None]
    left = [_title(one) for one in order if one.manifest is None]
    steps = [
        (
            "stop whatever re-applies the HPA manifests (GitOps, Helm), without "
            "pruning them: deleting an HPA drops its memory"
        ),
        (
            "run each trigger's query in Prometheus: one number, and the HPA's current "
            "value times its replicas for AverageValue"
        ),
        f"apply one ScaledObject at a time, in this order: {', '.join(names)}",
        (
            "each takes the HPA over in place (same name, ownership is transferred): "
            "wait for Ready, then compare the HPA's current metrics with those before"
        ),
        (
            "back: delete the ScaledObject (its HPA goes with it), then apply the old "
            "one at once; replicas stay where they are in between"
        ),
    ]
    if left:
        steps.append(f"not converted, and to stay with the adapter: {', '.join(left)}")
    return Stage(
        "Move the HPAs",
        tuple(steps),
        "scaling of one HPA for the moment until its triggers answer; replicas stay",
    )


def _clean_up(
    conversions: Sequence[KedaConversion], config: AdapterConfig | None
) -> Stage:
    custom = any(one.uses_custom and one.manifest is not None for one in conversions)
    steps = ["delete the old HPA manifests where they are kept"]
    if custom and config is not None:
        steps.append(
            "take the rules that no remaining HPA uses out of the adapter's config "
            "(octoscale lint hpa --rules tells them)"
        )
    steps.append("remove the adapter once no HPA reads custom.metrics.k8s.io any more")
    return Stage("Clean up", tuple(steps), NOTHING)


def _title(one: KedaConversion) -> str:
    return f"{one.namespace}/{one.name}" if one.namespace else one.name
