"""HorizontalPodAutoscalers: the objects, their rules, and the scaling algorithm.

The algorithm (``hpa.algorithm``) is pure; ``hpa.controller`` runs it over the
ports of ``hpa.ports``. What a metric's value is made from lies below, in
``adapter_rules``; the loop in virtual time lies above, in ``simulator``.
"""
