"""``hey``, the load generator: how it is called, and what its output says.

Its text and its CSV are read exactly, with its own rules for percentiles. What is
measured with it, and where load may go, is decided in ``bench.load``.
"""
