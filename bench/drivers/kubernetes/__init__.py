"""A real Kubernetes: repeats in a namespace of their own, timed from outside.

Everything goes through the port in ``octoscale.kube``; nothing here knows how it
talks. Objects, watches, phases, evidence and cleanup each have a file; the driver
puts them together. Simulated clusters are beside this folder.
"""

from bench.drivers.kubernetes.driver import ROW, KubernetesDriver

__all__ = ["ROW", "KubernetesDriver"]
