"""HorizontalPodAutoscaler objects of every API version, field for field.

Frozen dataclasses with the API's names in snake case, plain data in and out
(``codec``), and conversion between the versions (``convert``). Defaults,
validity and files are ``hpa.defaults``, ``hpa.validation``, ``hpa.manifests``.
"""
