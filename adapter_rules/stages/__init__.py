"""The four stages between a series and an answer, strangers to each other.

Each generates its part of a discovery rule from a descriptor, and applies it
to a series. They are put together in ``adapter_rules.rule``; what two of them
need lives above, in ``model`` or ``request``.
"""
