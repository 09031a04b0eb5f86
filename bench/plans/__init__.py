"""The plans that come with Octoscale, one YAML file each.

``bench.plan.load_plan`` reads them by name. Nothing else belongs here.
"""
