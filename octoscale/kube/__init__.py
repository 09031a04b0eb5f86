"""Access to Kubernetes: what resources there are, and (later) the API itself.

``restmapper`` knows names; it never talks to a cluster. What an HPA or a
metric means belongs to ``hpa`` and ``adapter_rules``.
"""
