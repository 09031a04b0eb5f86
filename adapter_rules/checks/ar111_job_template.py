"""AR111: the template takes Prometheus' label ``job`` for a Kubernetes Job.

External rules are left alone: only their namespaces are associated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Severity
from octoscale.kube.restmapper import MapperError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find label templates that associate ``job``.

    Every scraped series has a label ``job``: the name of the scrape job. With the
    template ``<<.Resource>>`` it stands for jobs.batch, so every metric is listed
    under Jobs too, objects that mostly do not exist.
    """
    for subject in context.custom:
        if subject.template is None or "job" in subject.rule.resources.overrides:
            continue
        captured = subject.template.resource_in("job")
        if captured is None:
            continue
        try:
            resource = context.mapper.resource_for(captured).group_resource
        except MapperError:
            continue
        yield subject.finding(
            "AR111",
            Severity.WARNING,
            f"the template takes the label job, which every scraped series has, for "
            f"{resource}",
            at=("resources", "template"),
            hint="list the labels in resources.overrides, or give the template a "
            "prefix: kube_<<.Resource>>",
        )
