"""The simulated world, one thing a file: service, Prometheus, adapter, cluster.

Each keeps its own state and learns the time from the clock; ``simulator.run``
puts them together. None of them decides how many replicas there should be.
"""
