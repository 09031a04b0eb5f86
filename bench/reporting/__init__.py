"""A report on paper: rows, JSON, CSV, HTML and pictures.

Each turns a report into text or bytes; where those go is decided in
``bench.reporting.directory`` and by the command line. Nothing is computed here
that ``bench.results`` does not give.
"""
