"""Whether a metric can ever demand more pods.

The comparison is the algorithm's own; what a metric can reach at most is known
to the checks that ask.
"""

from __future__ import annotations

from hpa.algorithm.ratios import Tolerance


def can_exceed(most: float, target: float, tolerance: float) -> bool:
    """Tell whether a value of *most* would leave the tolerance around *target*.

    >>> can_exceed(200, 200, 0.1), can_exceed(230, 200, 0.1)
    (False, True)
    """
    ratio = most / target
    return ratio > 1 and not Tolerance(tolerance, tolerance).holds(ratio)
