"""The drivers, one module each: this tuple is the table.

The port that they fill is in ``bench.drivers.base``.
"""

from bench.drivers.base import DriverRow
from bench.drivers.kubernetes import ROW as KUBERNETES
from bench.drivers.simulated import ROW as SIMULATED

DRIVERS: tuple[DriverRow, ...] = (SIMULATED, KUBERNETES)
"""Every driver; the first is the default."""
