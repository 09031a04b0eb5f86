"""The whole autoscaling loop in virtual time: load in, replicas and their story out.

``simulator.run.simulate(scenario, seed=...)`` is the entrance. Decisions are made
by ``hpa.controller`` and queries are written by ``adapter_rules``; no replica
arithmetic and no rule logic lives here.
"""
