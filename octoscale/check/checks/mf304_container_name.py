"""MF304: two containers of one pod with the same name.

How a name has to be written is MF301's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context
    from octoscale.core.yamlio import DocumentPath

_LISTS = ("initContainers", "containers")


def check(context: Context) -> Iterator[Finding]:
    """Find names that two containers of a pod have.

    The API server refuses such a pod. Init containers count, too: logs, probes and
    patches find a container by its name alone.
    """
    for pods in context.pods:
        first: dict[str, int] = {}
        manifest = pods.manifest
        for inside in _LISTS:
            where: DocumentPath = (*pods.path, "spec", inside)
            containers = manifest.at(*where)
            for index in range(len(containers) if isinstance(containers, list) else 0):
                path = (*where, index, "name")
                name, place = manifest.text(*path), manifest.place(*path)
                line = first.get(name)
                if name and line is not None:
                    yield Finding(
                        code="MF304",
                        severity=Severity.ERROR,
                        place=place,
                        message=f"{manifest.title}: two containers are called "
                        f"{name!r}; the first is on line {line}",
                        hint="give each container of a pod a name of its own",
                    )
                first.setdefault(name, place.line or 0)
