"""HPA files, and a cluster in memory, that the tests of the hpa commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import click

    from octoscale.kube.base import KubePort
    from octoscale.kube.memory import MemoryKube

HPA = """\
apiVersion: autoscaling/v2beta2
kind: HorizontalPodAutoscaler
metadata: {name: httpgo, namespace: default}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: httpgo}
  minReplicas: 1
  maxReplicas: 8
  metrics:
  - type: Pods
    pods:
      metric: {name: open_fds}
      target: {type: AverageValue, averageValue: 200}
"""
SECOND = HPA.replace("httpgo", "shop")
TWO = f"{HPA}---\n{SECOND}"
INVALID = HPA.replace("maxReplicas: 8", "maxReplicas: 0")
OBSERVATION = """\
replicas: 4
metrics:
- name: open_fds
  each: 400
"""
RULES = """\
rules:
- seriesQuery: open_fds
  resources: {template: "<<.Resource>>"}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
"""


def run_with(
    kube: MemoryKube, command: click.Command, *arguments: object
) -> int | None:
    """Run a command that reaches *kube* whatever the kubeconfig; raises its errors."""

    def connect(**_: str | None) -> KubePort:
        return kube

    words = [str(argument) for argument in arguments]
    outcome: Any = command.main(words, standalone_mode=False, obj=connect)
    return outcome if isinstance(outcome, int) else None


def kubeconfig(path: Path, server: str) -> Path:
    """Write a kubeconfig with two contexts, the first one current."""
    path.write_text(
        f"""\
apiVersion: v1
kind: Config
current-context: here
contexts:
- {{name: here, context: {{cluster: c, user: u, namespace: shop}}}}
- {{name: there, context: {{cluster: c, user: u}}}}
clusters:
- {{name: c, cluster: {{server: '{server}'}}}}
users:
- {{name: u, user: {{token: t}}}}
"""
    )
    return path
