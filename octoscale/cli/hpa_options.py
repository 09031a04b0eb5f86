"""What the commands about HPAs share: the server's version, its gates, the files.

Reading and judging the files is ``hpa.acceptance``'s business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from octoscale.core.errors import InputError, UsageError

if TYPE_CHECKING:
    from hpa.acceptance import Server
    from hpa.manifests import Manifest
    from octoscale.core.finding import Finding

F = TypeVar("F", bound=Callable[..., Any])


class KubeVersion(click.ParamType[str]):
    """A Kubernetes minor version, kept as it is written."""

    name = "1.N"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str:
        """Check that it is one."""
        from hpa.algorithm.versions import minor_of

        try:
            minor_of(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return str(value)


def kube_version_option(function: F) -> F:
    """Add ``--kube-version``."""
    return click.option(
        "--kube-version",
        type=KubeVersion(),
        metavar="1.N",
        help="The Kubernetes that is meant. Left out: for each HPA the last one known "
        "that serves its API version.",
    )(function)


def feature_gates_option(function: F) -> F:
    """Add ``--feature-gates``, written as the API server's own flag."""
    return click.option(
        "--feature-gates",
        metavar="NAME=BOOL,...",
        default="",
        help="Gates that the API server sets: HPAScaleToZero, HPAContainerMetrics.",
    )(function)


def files_argument(function: F) -> F:
    """Take one or more files; ``-`` is standard input."""
    return click.argument("files", metavar="FILE...", nargs=-1, required=True)(function)


def server(
    kube_version: str | None, *, feature_gates: str = "", namespace: str | None = None
) -> Server:
    """Describe the API server that judges the files. Raises ``UsageError``."""
    from hpa.acceptance import SOME_NAMESPACE, Server, parse_gates

    texts = {}
    for part in filter(None, feature_gates.split(",")):
        name, equals, value = part.partition("=")
        if not equals:
            raise UsageError(f"a feature gate is written NAME=true, not {part!r}")
        texts[name.strip()] = value.strip()
    return Server(
        kubernetes=kube_version,
        namespace=namespace or SOME_NAMESPACE,
        gates=parse_gates(texts),
    )


def read_manifests(files: Sequence[str]) -> list[Manifest]:
    """Read the HPAs of all files, only such as some cluster takes.

    Raises ``InputError`` with what is wrong in any of them, ``FileAccessError``
    for the first that cannot be opened.
    """
    from hpa.acceptance import accepted

    return _read(files, lambda text, file: accepted(text, file=file))


def decode_manifests(files: Sequence[str]) -> list[Manifest]:
    """Read the HPAs of all files, valid or not; raises as ``read_manifests``."""
    from hpa.acceptance import decoded

    return _read(files, lambda text, file: decoded(text, file=file))


def _read(
    files: Sequence[str], read: Callable[[str, str], Iterable[Manifest]]
) -> list[Manifest]:
    from octoscale.core.yamlio import read_text

    found: list[Manifest] = []
    findings: list[Finding] = []
    for file in files:
        try:
            found += read(read_text(file), file)
        except InputError as error:
            findings += error.findings
    if findings:
        raise InputError(findings)
    return found


def only_one(manifests: Sequence[Manifest], name: str | None) -> Manifest:
    """Choose the HPA called *name*, or the only one. Raises ``UsageError``."""
    chosen = [m for m in manifests if name in (None, m.hpa.metadata.name)]
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(m.hpa.metadata.name or "?" for m in manifests)
    if chosen:
        raise UsageError(f"the file holds {len(chosen)} HPAs: {names}", hint="--name")
    raise UsageError(f"no HPA called {name!r}; there are: {names}")
