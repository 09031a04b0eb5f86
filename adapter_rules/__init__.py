"""Prometheus Adapter's rules: read, applied, generated, previewed.

The four stages (discovery, association, naming, querying) are exact to the
adapter's; ``model`` holds the config file, ``preview`` shows what it would
serve. How an HPA uses a served value belongs to ``hpa``.
"""
