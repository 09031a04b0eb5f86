"""The shared vocabulary, access to Kubernetes, the service file and the command line.

What only one stage of the chain needs lives in that stage's own package:
``exporters``, ``adapter_rules``, ``hpa``, ``simulator`` and ``bench``.
"""
