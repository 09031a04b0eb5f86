"""Reading nodes out of what an API server lists."""

from __future__ import annotations

from typing import Any

import pytest

from tests.controlplane.probes import Probe, ready_nodes


class Listed(Probe):
    """Answers with nodes in the given states instead of asking a server."""

    def __init__(self, *states: str | None) -> None:
        super().__init__("http://127.0.0.1:1")
        self._states = states

    def read(self, path: str, body: Any = None) -> Any:
        del path, body
        return {"items": [{"status": self._status(state)} for state in self._states]}

    @staticmethod
    def _status(state: str | None) -> dict[str, Any]:
        if state is None:
            return {}
        pressure = {"type": "MemoryPressure", "status": "True"}
        return {"conditions": [pressure, {"type": "Ready", "status": state}]}


@pytest.mark.parametrize(
    ("states", "ready"),
    [
        pytest.param((), 0, id="no node"),
        pytest.param(("True", "True"), 2, id="all"),
        pytest.param(("True", "False", "Unknown", None), 1, id="one of four"),
    ],
)
def test_only_a_node_that_says_true_is_ready(
    states: tuple[str | None, ...], ready: int
) -> None:
    assert ready_nodes(Listed(*states)) == ready
