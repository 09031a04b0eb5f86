"""Real configs that ran in the real adapter on synthetic series: what it listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from octoscale.core.errors import InputError
from tests.conformance.adapter import clusters, server_exchanges, serving
from tests.conformance.adapter.outcome import Data, Outcome, compared

if TYPE_CHECKING:
    from collections.abc import Iterator


def recognises(document: Any) -> bool:
    """Tell whether *document* is such a recording."""
    return isinstance(document, dict) and "config" in document and "starts" in document


def outcomes(document: Data, name: str) -> Iterator[Outcome]:
    """Compare the start, the series queries and the two lists."""
    try:
        config = serving.compiled(document["config"], clusters.live())
    except InputError as error:
        yield compared(f"{name} starts", document["starts"], str(error))
        return
    yield compared(f"{name} starts", document["starts"], actual=True)
    if not document["starts"]:
        return
    asked = {rule.source.series_query for rule in (*config.custom, *config.external)}
    recorded = {query for call in document["series_calls"] for query in call}
    yield compared(f"{name} series queries", recorded, asked)
    synthetic = document["synthetic_series"]
    found = {query: serving.as_series(series) for query, series in synthetic.items()}
    if "custom_listed" in document:
        ours = serving.listed(config, found)
        yield compared(f"{name} custom list", sorted(document["custom_listed"]), ours)
    if "external_listed" in document:
        names = serving.listed_external(config, found)
        recorded_names = sorted(document["external_listed"])
        yield compared(f"{name} external list", recorded_names, names)
    yield from server_exchanges.replayed(document, name)
