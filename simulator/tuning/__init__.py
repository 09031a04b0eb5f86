"""The parts of tuning: what is tried, on which days, and how sure the result is.

``simulator.tune`` is the entrance, and chooses.
"""
