"""Checks of a whole repository of manifests, before anything is applied.

Files in, findings out: generic checks of manifests, then those of every package,
then the chain of names across files. Needs no cluster and no Prometheus; what is
live is ``octoscale.doctor``'s business. The table of checks is in ``checks``.
"""
