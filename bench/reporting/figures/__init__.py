"""The pictures of a report, one a file, each drawn onto given axes.

Only this folder and ``bench.reporting.plot`` know matplotlib, and only while
they draw. What is drawn comes from ``bench.results``.
"""
