"""Find the smallest value of a function of a few variables, without derivatives.

Nelder and Mead's simplex (The Computer Journal 7, 1965), with their coefficients.
What is minimised is not known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Function = Callable[[Sequence[float]], float]


def minimise(
    function: Function, start: Sequence[float], *, step: float = 0.5, steps: int = 400
) -> tuple[float, ...]:
    """Give the best point found from *start*, after at most *steps* moves.

    >>> found = minimise(lambda p: (p[0] - 1) ** 2 + (p[1] - 2) ** 2, [5, 5])
    >>> [round(x, 3) for x in found]
    [1.0, 2.0]
    """
    points = [list(start)]
    for index in range(len(start)):
        point = list(start)
        point[index] += step
        points.append(point)
    simplex = [(function(point), point) for point in points]
    for _ in range(steps):
        simplex.sort(key=lambda one: one[0])
        best, worst = simplex[0][0], simplex[-1][0]
        if worst - best <= 1e-12 * (abs(best) + 1e-12) and _size(simplex) < 1e-6:
            break
        _move(function, simplex)
    simplex.sort(key=lambda one: one[0])
    return tuple(simplex[0][1])


def _move(function: Function, simplex: list[tuple[float, list[float]]]) -> None:
    """Replace the worst point, or draw all of them towards the best."""
    count = len(simplex) - 1
    centre = [sum(p[i] for _, p in simplex[:-1]) / count for i in range(count)]
    worst_value, worst = simplex[-1]

    def along(factor: float) -> tuple[float, list[float]]:
        point = [c + factor * (w - c) for c, w in zip(centre, worst, strict=True)]
        return function(point), point

    reflected = along(-1.0)
    if reflected[0] < simplex[0][0]:
        expanded = along(-2.0)
        simplex[-1] = min(expanded, reflected, key=lambda one: one[0])
    elif reflected[0] < simplex[-2][0]:
        simplex[-1] = reflected
    else:
        contracted = along(-0.5 if reflected[0] < worst_value else 0.5)
        if contracted[0] < min(reflected[0], worst_value):
            simplex[-1] = contracted
        else:
            best = simplex[0][1]
            for index in range(1, len(simplex)):
                old = simplex[index][1]
                near = [(a + b) / 2 for a, b in zip(best, old, strict=True)]
                simplex[index] = (function(near), near)


def _size(simplex: list[tuple[float, list[float]]]) -> float:
    best = simplex[0][1]
    return max(
        abs(a - b) for _, point in simplex[1:] for a, b in zip(best, point, strict=True)
    )
