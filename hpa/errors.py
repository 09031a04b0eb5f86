"""What the ports of the HPA raise, and nothing else.

A wrong manifest is an ``InputError`` of ``octoscale.core``; an error inside the
algorithm is part of a ``Decision``, because the controller goes on after it.
"""

from __future__ import annotations

from octoscale.core.errors import OctoscaleError


class PortError(OctoscaleError):
    """Something outside could not be had: a scale, pods, a metric, a write.

    Its text becomes the message of the condition and the event that the real
    controller would show. Absent is not zero: a port that has no value raises
    this and never answers 0.
    """
