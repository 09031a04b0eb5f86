"""A load test on paper: rows, JSON, CSV, HTML and pictures, and its directory.

Each turns a report into text or bytes; nothing is computed here that
``bench.load.results`` and ``bench.load.capacity`` do not give.
"""
