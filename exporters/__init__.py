"""Prometheus exporters for services, and their embedding in a service.

Here: turning descriptors into metrics, collectors for what services run on, and
serving an exposition. Not here: discovery rules, HPAs, and anything that knows
Kubernetes. A module of this package may import prometheus_client, psutil and
``octoscale.core`` when it is imported, and nothing else from outside: it runs in
other people's processes.
"""
