"""When waiting has no point any more: a quota, an image that cannot be pulled.

What is merely slow goes on until the plan's time limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.drivers.kubernetes.recording import Recording

HOPELESS = frozenset(
    (
        "CrashLoopBackOff",
        "CreateContainerConfigError",
        "CreateContainerError",
        "ErrImageNeverPull",
        "ErrImagePull",
        "ImagePullBackOff",
        "InvalidImageName",
    )
)
"""What a container waits for in vain."""


class Patience:
    """Remembers since when something has been in the way."""

    def __init__(self, seconds: float) -> None:
        """Give up when the same thing stood for *seconds*: kubelets do try again."""
        self._seconds = seconds
        self._since: dict[str, float] = {}

    def lost(self, recording: Recording, now: float) -> str:
        """Say what has been in the way for too long; an empty text when nothing is.

        *now* in seconds of the recording's arrivals.
        """
        found = dict(_obstacles(recording))
        self._since = {key: self._since.get(key, now) for key in found}
        for key, since in self._since.items():
            if now - since >= self._seconds:
                return found[key]
        return ""


def _obstacles(recording: Recording) -> Iterator[tuple[str, str]]:
    failure = recording.targets[-1].failure if recording.targets else ""
    if failure:
        yield "replicas", f"no more pods can be made: {' '.join(failure.split())}"
    for pod in (*recording.pods.values(), *recording.helpers.values()):
        reason, message = pod.waits_for
        if not pod.gone and reason in HOPELESS:
            text = " ".join(f"{reason}: {message}".split())
            yield pod.name, f"{pod.name} cannot start: {text}"
