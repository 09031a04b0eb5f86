"""From an HPA and the adapter rules behind it to KEDA's ScaledObject.

Field names and their meaning as in KEDA 2.17 (keda.sh: ScaledObject
specification, Prometheus scaler, CPU and memory scalers). Nothing here talks to
a cluster; the way there and back is the plan's text.
"""
