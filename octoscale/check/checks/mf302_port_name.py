"""MF302: a port's name that the API server refuses, or that stands there twice.

Names of objects are MF301's business.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hpa.validation.names import dns_label
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.manifest import Manifest
    from octoscale.check.context import Context
    from octoscale.core.yamlio import DocumentPath

_LONGEST = 15
"""Of a container's port, by RFC 6335; a Service's may have 63 letters."""

_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?\Z")


def check(context: Context) -> Iterator[Finding]:
    """Find names of ports that are too long, misspelt or given twice.

    A container's port has at most 15 letters, digits and dashes, a letter among
    them. Services and probes find a port by its name, so it stands once in all
    containers of a pod, and once in a Service.
    """
    for pods in context.pods:
        first: dict[str, DocumentPath] = {}
        for port in pods.ports:
            path = (*port.path, "name")
            if not port.name:
                continue
            problem = _problem(port.name)
            if not problem and first.setdefault(port.name, path) != path:
                problem = "is given to two ports"
            if problem:
                yield _finding(pods.manifest, path, port.name, problem)
    for service in context.lookup.of_kind("Service"):
        yield from _of_service(service)


def _of_service(service: Manifest) -> Iterator[Finding]:
    ports = service.at("spec", "ports")
    seen: set[str] = set()
    for index in range(len(ports) if isinstance(ports, list) else 0):
        path: DocumentPath = ("spec", "ports", index, "name")
        name = service.text(*path)
        problems = dns_label(name) if name else []
        if name in seen:
            problems = ["is given to two ports"]
        if name and problems:
            yield _finding(service, path, name, problems[0])
        seen.add(name)


def _problem(name: str) -> str:
    if len(name) > _LONGEST:
        return f"is longer than {_LONGEST} letters"
    if not _NAME.match(name) or "--" in name:
        return "must consist of small letters, digits and single dashes"
    return "" if re.search("[a-z]", name) else "needs a letter"


def _finding(
    manifest: Manifest, path: DocumentPath, name: str, problem: str
) -> Finding:
    return Finding(
        code="MF302",
        severity=Severity.ERROR,
        place=manifest.place(*path),
        message=f"{manifest.title}: the port's name {name!r} {problem}",
        hint="a short name of its own, such as 'metrics'",
    )
