"""Load shapes: how much load there is, as a function of time. The folder's table.

A new shape is a module here with a model of its own, and a row in ``SHAPES``.
"""

from simulator.loads.constant import Constant
from simulator.loads.diurnal import Diurnal
from simulator.loads.heavy_tail import HeavyTail
from simulator.loads.ramp import Ramp
from simulator.loads.replay import Replay
from simulator.loads.sawtooth import Sawtooth
from simulator.loads.spike import Spike
from simulator.loads.step import Step

SHAPES = (Constant, Step, Ramp, Spike, Diurnal, Sawtooth, HeavyTail, Replay)
"""Every load shape that a scenario may name."""
