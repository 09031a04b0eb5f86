"""``octoscale hpa build``: an HPA from options or from a service file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from octoscale.cli.hpa_options import KubeVersion
from octoscale.cli.options import output_option, verbosity_options
from octoscale.cli.output import emit_data, say
from octoscale.core.errors import UsageError
from octoscale.core.yamlio import read_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from hpa.model.metrics import MetricSpec
    from hpa.model.objects import AnyHorizontalPodAutoscaler

_METRICS = (
    ("pods", "NAME=200", "A Pods metric: the average over the pods."),
    (
        "object",
        "KIND/NAME:METRIC=10k",
        "An Object metric: as a whole, or =avg:10k for each replica.",
    ),
    (
        "external",
        "NAME{LABEL=VALUE}=30",
        "An External metric: as a whole, or =avg:30 for each replica.",
    ),
    ("resource", "cpu=80%", "cpu or memory: percent of the requests, or a value."),
    (
        "container-resource",
        "CONTAINER:cpu=80%",
        "The same of one container of each pod.",
    ),
)


def _metric_options(function: click.decorators.FC) -> click.decorators.FC:
    for name, form, text in reversed(_METRICS):
        function = click.option(
            f"--{name}", name.replace("-", "_"), metavar=form, multiple=True, help=text
        )(function)
    return function


@click.command(
    epilog="""\b
Examples:
  octoscale hpa build deployment/httpgo --max 8 --pods open_fds=200
  octoscale hpa build statefulset/queue --min 2 --max 20 --behavior fast-up \\
    --external 'depth{topic=work}=avg:30' --resource cpu=80% --kube-version 1.29
  octoscale hpa build deployment/shop --max 9 --object ingress/shop:requests=10k
  octoscale hpa build Rollout.v1alpha1.argoproj.io/web --max 4 --resource cpu=80%
  octoscale hpa build --from octoscale.yaml

\b
Several metrics: the one that asks for the most replicas wins. A metric's own
labels stand in braces, as in --pods 'requests{code=500}=3'.
"""
)
@click.argument("target", metavar="KIND/NAME", required=False)
@click.option(
    "--from", "service_file", metavar="FILE",
    help="Take everything from a service file; - reads standard input.",
)  # fmt: skip
@_metric_options
@click.option("--min", "minimum", type=int, help="Fewest replicas. [default: 1]")
@click.option("--max", "maximum", type=int, help="Most replicas; needed.")
@click.option(
    "--behavior", metavar="PRESET", help="Scaling limits by name; 'defaults' are the "
    "API's own. Left out: the controller's older limits.",
)  # fmt: skip
@click.option("--name", metavar="NAME", help="Of the HPA. [default: the target's]")
@click.option("-n", "--namespace", metavar="NAME", help="Of both. [default: default]")
@click.option(
    "--kube-version", type=KubeVersion(), metavar="1.N",
    help="Decides the API version: v2beta2 up to 1.25, v2 from then on. "
    "[default: 1.25]",
)  # fmt: skip
@output_option("yaml", "json")
@verbosity_options
def command(
    target: str | None,
    *,
    service_file: str | None,
    kube_version: str | None,
    output: str,
    **given: Any,
) -> None:
    """Build an HPA that the API server accepts, and print it."""
    from hpa import manifests
    from hpa.algorithm.versions import DEFAULT_VERSIONS

    if service_file is not None:
        named = [name for name, value in given.items() if value not in (None, ())]
        if target is not None or named:
            raise UsageError(
                "--from takes everything from the service file",
                hint="change the file, or leave --from out",
            )
        hpa = _from_service(service_file)
    else:
        hpa = _from_options(target, given)
        kube_version = kube_version or DEFAULT_VERSIONS["v2beta2"]
    if kube_version is not None:
        converted = manifests.for_kubernetes(hpa, kube_version)
        for loss in converted.losses:
            say(f"lost: {loss}")
        hpa = converted.result
    emit_data(manifests.to_dict(hpa), output)


def _from_service(file: str) -> AnyHorizontalPodAutoscaler:
    from octoscale.service.file import load

    return load(read_text(file), file=file).hpa


def _from_options(
    target: str | None, given: dict[str, Any]
) -> AnyHorizontalPodAutoscaler:
    from hpa.builders import autoscaler
    from hpa.notation import reference

    if target is None:
        raise UsageError(
            "what is to be scaled?", hint="name it as KIND/NAME, or use --from"
        )
    if given["maximum"] is None:
        raise UsageError("how many replicas at most?", hint="--max 8")
    minimum = 1 if given["minimum"] is None else given["minimum"]
    return autoscaler(
        reference(target),
        _metrics(given),
        min_replicas=minimum,
        max_replicas=given["maximum"],
        behavior=given["behavior"],
        name=given["name"],
        namespace=given["namespace"] or "default",
        scale_to_zero=minimum == 0,
    )


def _metrics(given: dict[str, Any]) -> list[MetricSpec]:
    from hpa import notation

    readers: dict[str, Callable[[str], MetricSpec]] = {
        "pods": notation.pods,
        "object": notation.object_,
        "external": notation.external,
        "resource": notation.resource,
        "container_resource": notation.container_resource,
    }
    return [read(text) for name, read in readers.items() for text in given[name]]
