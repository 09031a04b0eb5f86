"""Diagnosis of a live chain: why an HPA does not see its metric.

One file a link of the chain, walked from the HPA backwards to the pods. Reads a
cluster and a Prometheus and changes nothing; manifests in files are
``octoscale.check``'s business.
"""
