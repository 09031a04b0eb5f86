"""Whether a metric can ever demand more pods.

The controller's own comparison, as the checks need it; replicas are computed in
``hpa.algorithm`` only.
"""

from __future__ import annotations


def can_exceed(most: float, target: float, tolerance: float) -> bool:
    """Tell whether a value of *most* would leave the tolerance around *target*.

    >>> can_exceed(200, 200, 0.1), can_exceed(230, 200, 0.1)
    (False, True)
    """
    ratio = most / target
    return ratio > 1 and abs(1.0 - ratio) > tolerance
