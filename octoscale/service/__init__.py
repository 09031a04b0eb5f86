"""The service file: one service, its workload, its metrics and how far it scales.

Everything that the other packages offer to people who write Python is offered
here to people who write ``octoscale.yaml``. Checks of whole repositories do not
belong here.
"""
