"""Autoscaling tests: rules, an HPA and a story in; expectations over time out.

``simulator.testing.run.run_files`` is the entrance. With input series a real
Prometheus evaluates the rules; decisions are ``hpa.controller``'s, as always.
"""
