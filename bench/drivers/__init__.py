"""The drivers, one file each: this tuple is the table.

The port that they fill is in ``bench.drivers.base``.
"""
