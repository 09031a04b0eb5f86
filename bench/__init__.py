"""Scale-ups timed phase by phase, on a simulated or a real cluster, and reported.

A plan says what is measured, a driver runs one repeat of it on its cluster, and
everything after that is computed from what the driver observed. How a cluster
is simulated lives in ``simulator``; replica arithmetic lives in ``hpa``.
"""
