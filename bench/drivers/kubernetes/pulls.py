"""What the kubelet's events say about an image: their texts, taken apart.

Texts as kubelets write them (``pkg/kubelet/images/image_manager.go``), 1.19 to
1.30. What follows from them for a repeat is decided in ``cold``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from octoscale.kube.types import Manifest

_PULLED = re.compile(
    r'Successfully pulled image "(?P<image>[^"]*)"(?: in (?P<took>\S+))?'
    r"(?:.*?Image size: (?P<size>\d+) bytes)?"
)
_PRESENT = re.compile(r'Container image "(?P<image>[^"]*)" already present on machine')


class PullKind(StrEnum):
    """What a kubelet did about an image."""

    PULLED = "pulled"
    PRESENT = "present"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """One ``Pulled`` event."""

    kind: PullKind
    image: str
    """The reference that it names."""

    took: str = ""
    """The duration that it tells, as it is written; empty where it tells none."""

    size_bytes: int | None = None
    """What kubelets from 1.30 on add: the image's size as the runtime knows it."""


def pull_of(message: str) -> Pull | None:
    """Read a ``Pulled`` event's message; ``None`` when it says something else.

    >>> pull_of('Successfully pulled image "r/a:1" in 2.1s (2.1s including waiting). '
    ...         'Image size: 19170000 bytes.')
    Pull(kind=<PullKind.PULLED: 'pulled'>, image='r/a:1', took='2.1s', \
size_bytes=19170000)
    >>> pull_of('Container image "r/a:1" already present on machine').kind.value
    'present'
    """
    found = _PRESENT.match(message)
    if found:
        return Pull(kind=PullKind.PRESENT, image=found["image"])
    found = _PULLED.match(message)
    if found is None:
        return None
    size = found["size"]
    return Pull(
        kind=PullKind.PULLED,
        image=found["image"],
        took=found["took"] or "",
        size_bytes=int(size) if size else None,
    )


def event_time(event: Manifest) -> str | None:
    """Give when an event first happened, as the cluster wrote it.

    Core events have ``firstTimestamp``; those of the newer API ``eventTime``.
    """
    for field in ("firstTimestamp", "eventTime"):
        if event.get(field):
            return str(event[field])
    created = (event.get("metadata") or {}).get("creationTimestamp")
    return str(created) if created else None
