"""What a conversion does not carry over, as values with their field paths.

Found by converting back and comparing, so that nothing is lost silently, known
or not. Performing the conversion is ``hpa.model.convert``'s business.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from hpa.model import roundtrip
from hpa.model.objects import AnyHorizontalPodAutoscaler, to_dict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Change = Literal["dropped", "changed", "added", "reordered"]
"""Gone, another value, new (a default that became explicit), other places."""

_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Loss:
    """One part of an object that differs after converting it there and back."""

    path: str
    """The field in the object before the conversion: ``spec.metrics[1]``."""

    change: Change
    before: Any = None
    """The plain value before; ``None`` when *change* is ``added``."""

    after: Any = None
    """The plain value after; ``None`` when *change* is ``dropped``."""

    def __str__(self) -> str:
        """Say it in one line.

        >>> str(Loss("spec.metrics[1]", "dropped", {"type": "Resource"}))
        "spec.metrics[1]: dropped {'type': 'Resource'}"
        """
        if self.change == "dropped":
            return f"{self.path}: dropped {self.before!r}"
        if self.change == "added":
            return f"{self.path}: added {self.after!r}"
        return f"{self.path}: {self.change} from {self.before!r} to {self.after!r}"


def losses(
    before: AnyHorizontalPodAutoscaler,
    after: AnyHorizontalPodAutoscaler,
    order: Sequence[int],
) -> tuple[Loss, ...]:
    """Compare an object with what came back from the other version.

    *order* lists, for each metric source that came back, its place before.
    """
    old, new = _plain(before), _plain(after)
    old_metrics = old["spec"].pop("metrics", [])
    new_metrics = new["spec"].pop("metrics", [])
    found = list(_differences("", old, new))
    found += _metric_losses(old_metrics, new_metrics, order)
    return tuple(found)


def _metric_losses(
    before: list[Any], after: list[Any], order: Sequence[int]
) -> Iterator[Loss]:
    for index, metric in enumerate(before):
        path = f"spec.metrics[{index}]"
        if index in order:
            yield from _differences(path, metric, after[order.index(index)])
        else:
            yield Loss(path, "dropped", metric)
    for position in range(len(order), len(after)):
        yield Loss(f"spec.metrics[{position}]", "added", None, after[position])
    if list(order) != sorted(order):
        kept = sorted(order)
        yield Loss("spec.metrics", "reordered", kept, list(order))


def _differences(path: str, before: Any, after: Any) -> Iterator[Loss]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            inner = f"{path}.{key}" if path else str(key)
            yield from _differences(
                inner, before.get(key, _ABSENT), after.get(key, _ABSENT)
            )
    elif isinstance(before, list) and isinstance(after, list):
        for index in range(max(len(before), len(after))):
            parts = (
                [*before, *[_ABSENT] * len(after)],
                [*after, *[_ABSENT] * len(before)],
            )
            yield from _differences(
                f"{path}[{index}]", parts[0][index], parts[1][index]
            )
    elif after is _ABSENT:
        yield Loss(path, "dropped", before)
    elif before is _ABSENT:
        yield Loss(path, "added", None, after)
    elif before != after:
        yield Loss(path, "changed", before, after)


def _plain(hpa: AnyHorizontalPodAutoscaler) -> dict[str, Any]:
    """Write as plain data, our annotations as the data that they hold."""
    value = to_dict(hpa)
    notes: dict[str, Any] = value["metadata"].get("annotations", {})
    for name in roundtrip.ALL:
        if name in notes:
            try:
                notes[name] = json.loads(notes[name])
            except (ValueError, RecursionError):
                continue
    return value
