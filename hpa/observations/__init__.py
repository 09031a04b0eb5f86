"""The observation file: what one sync of the controller sees, written by people.

Read into what ``hpa.algorithm`` decides by, for one HPA. Observations that a
cluster or a simulation makes come through ``hpa.ports`` and are no files.
"""
