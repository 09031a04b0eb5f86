"""Load tests: how much a service serves, by its replicas, as the paper measured it.

A load plan says where load goes and in which shapes; each run is one of the real
``hey`` (``bench.hey``). Scale-ups are timed elsewhere in ``bench``.
"""
