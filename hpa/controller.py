"""The controller of one HPA: gather over the ports, decide, act.

No arithmetic: that is ``hpa.algorithm``. No clock and no waiting either: whoever
calls ``sync`` every sync period brings the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.types import Config, Decision, Spec, State

if TYPE_CHECKING:
    from hpa.ports import MetricsPort, PodsPort, ScalePort, Sink


class Autoscaler:
    """One HPA under control, with its memory in ``state``."""

    def __init__(  # noqa: PLR0913 (four ports, each by name)
        self,
        spec: Spec,
        *,
        scale: ScalePort,
        pods: PodsPort,
        metrics: MetricsPort,
        sink: Sink,
        config: Config = Config(),  # noqa: B008 (frozen, shared on purpose)
        state: State = State(),  # noqa: B008 (frozen, shared on purpose)
    ) -> None:
        self.spec = spec
        """What to follow; may be replaced between two syncs."""
        self.config = config
        self.state = state
        """What the next sync starts from; ``State()`` for a new HPA."""
        self._scale = scale
        self._pods = pods
        self._metrics = metrics
        self._sink = sink

    def sync(self, now: float) -> Decision:
        """Reconcile once, at *now* (seconds).

        Reads the scale and, only when the decision needs them, pods and
        metrics; decides; writes the scale when it differs; reports the status
        when it changed and every event in order. A port's ``PortError`` is
        never raised from here: it is in the decision's conditions, events and
        ``error``, and the state goes on from it.
        """
        raise NotImplementedError
