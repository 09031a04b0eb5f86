"""Live recordings of requests and answers: so far, only what discovery lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.conformance.adapter import clusters, serving
from tests.conformance.adapter.outcome import Data, Outcome, compared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.rule import CompiledConfig

_CUSTOM = "/apis/custom.metrics.k8s.io/"
_EXTERNAL = "/apis/external.metrics.k8s.io/"
_PARTS = 4
"""``/apis/GROUP/VERSION`` split at its slashes: a discovery document."""


def recognises(document: Any) -> bool:
    """Tell whether *document* is such a recording."""
    return (
        isinstance(document, dict)
        and "scenario" in document
        and "exchanges" in document
    )


def outcomes(document: Data, name: str) -> Iterator[Outcome]:
    """Compare the lists, skip every other exchange."""
    if "config_yaml" not in document:
        yield Outcome(name, skipped="records a cluster, not the adapter alone")
        return
    config = serving.compiled(document["config_yaml"], clusters.live())
    found, complete = _found(document)
    for exchange in document["exchanges"]:
        path = exchange["request"]["path"]
        label = f"{name} {exchange['request']['method']} {path}"
        listed = _listed(config, found, path) if complete else None
        fine = exchange["status"] == 200 and isinstance(exchange.get("body"), dict)
        if listed is None or not fine:
            yield Outcome(label, skipped="needs the metrics API server")
            continue
        rows = exchange["body"].get("resources", [])
        recorded = sorted([row["name"], row["namespaced"]] for row in rows)
        yield compared(label, recorded, listed)


def _found(document: Data) -> tuple[serving.Found, bool]:
    """Give what Prometheus answered, and whether all of it was fine."""
    found: serving.Found = {}
    calls = document.get("discovery_series_calls")
    complete = bool(calls)
    for call in calls or ():
        answer = call.get("response") or {}
        if call.get("status") != 200 or not isinstance(answer.get("data"), list):
            complete = False
            continue
        for query in call["params"]["match[]"]:
            found[query] = serving.as_series(answer["data"])
    return found, complete


def _listed(
    config: CompiledConfig, found: serving.Found, path: str
) -> list[list[Any]] | None:
    if len(path.rstrip("/").split("/")) != _PARTS:
        return None
    if path.startswith(_CUSTOM) and config.custom:
        return serving.listed(config, found)
    if path.startswith(_EXTERNAL) and config.external:
        return [[metric, True] for metric in serving.listed_external(config, found)]
    return None
