"""The words that every package shares: descriptors, quantities, durations, findings.

Standard library only: ``yamlio`` and ``schema`` import what they wrap inside
their functions. Nothing here knows Prometheus, Kubernetes or a terminal.
"""
