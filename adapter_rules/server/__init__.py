"""The metrics API server: a drop-in replacement for Prometheus Adapter.

Same config file, paths, JSON and statuses. ``app`` puts the parts together,
``running`` starts them; the rules themselves are ``adapter_rules``' business.
"""
