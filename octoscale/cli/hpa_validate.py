"""``octoscale hpa validate``: judge HPAs as the API server does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from octoscale.cli.hpa_options import (
    feature_gates_option,
    files_argument,
    kube_version_option,
    server,
)
from octoscale.cli.options import output_option, verbosity_options
from octoscale.cli.output import emit, emit_data, say
from octoscale.core.escape import terminal
from octoscale.core.yamlio import read_text

if TYPE_CHECKING:
    from hpa.acceptance import Refusal


@click.command(
    epilog="""\b
Examples:
  octoscale hpa validate hpa.yaml
  octoscale hpa validate deploy/*.yaml --kube-version 1.29
  octoscale hpa validate hpa.yaml --feature-gates HPAScaleToZero=true
  kubectl get hpa -A -o yaml | octoscale hpa validate - -o json

\b
Exits 1 when the server would refuse an HPA. What it takes and is unwise all
the same: octoscale lint hpa.
"""
)
@files_argument
@kube_version_option
@feature_gates_option
@click.option(
    "-n",
    "--namespace",
    metavar="NAME",
    help="Where HPAs would go that name no namespace. [default: default]",
)
@output_option("text", "json")
@verbosity_options
def command(
    files: tuple[str, ...],
    *,
    kube_version: str | None,
    feature_gates: str,
    namespace: str | None,
    output: str,
) -> int:
    """Check HPAs by the API server's own rules.

    Every broken rule is told with file, line and column, the field as the API
    writes it and the type of the error. Objects of other kinds are skipped.
    """
    from hpa.acceptance import Refusal, none_found, review

    judge = server(kube_version, feature_gates=feature_gates, namespace=namespace)
    reviews = [review(read_text(file), file=file, server=judge) for file in files]
    refusals = [refusal for each in reviews for refusal in each.refusals]
    count = sum(len(each.manifests) for each in reviews)
    if not count and not refusals:
        refusals = [Refusal(none_found(files[0]))]
    if output == "json":
        problems = list(map(_plain, refusals))
        emit_data({"checked": count, "problems": problems}, "json")
    else:
        _print(refusals)
    if not refusals:
        say(f"valid: {count}")
    return int(bool(refusals))


def _print(refusals: list[Refusal]) -> None:
    # The API repeats itself here and there; people are told once.
    for refusal in dict.fromkeys(refusals):
        line = str(refusal.finding)
        if refusal.type:
            line += f" [{refusal.type}]"
        emit(terminal(line))
        if refusal.finding.hint:
            emit(terminal(f"  hint: {refusal.finding.hint}"))


def _plain(refusal: Refusal) -> dict[str, Any]:
    finding = refusal.finding
    return {
        "code": finding.code,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "field": refusal.field or None,
        "type": refusal.type or None,
        "message": finding.message,
        "hint": finding.hint or None,
    }
