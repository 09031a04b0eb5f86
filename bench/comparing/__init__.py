"""Two runs of a bench beside each other: differences with intervals, and a verdict.

Reads saved reports and nothing else. What the runs themselves say is computed in
``bench.results`` and ``bench.load.results``.
"""
