"""Reading nodes out of what an API server lists."""

from __future__ import annotations

from typing import Any

import pytest

from octoscale.kube.errors import ForbiddenError, KubeError, NotFoundError
from octoscale.kube.memory import MemoryKube
from tests.controlplane.probes import Probe, ready_nodes, until_served
from tests.controlplane.processes import StartError


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


def test_a_path_is_asked_for_until_it_is_served() -> None:
    kube = MemoryKube()
    kube.documents["/a"] = {"kind": "A"}
    kube.failures.extend([NotFoundError("", status=404), KubeError("", status=503)])
    assert until_served(kube, "/a") == {"kind": "A"}


def test_a_path_that_is_never_served_is_told() -> None:
    with pytest.raises(StartError, match="/a not ready"):
        until_served(MemoryKube(), "/a", timeout_seconds=0.1)


def test_another_refusal_is_not_waited_for() -> None:
    kube = MemoryKube()
    kube.failures.append(ForbiddenError("not you", status=403))
    with pytest.raises(ForbiddenError):
        until_served(kube, "/a")
