"""The parts of a scenario file, with every default and where it comes from.

Only what can be said, and its defaults: what it does is in ``simulator.world``.
"""
