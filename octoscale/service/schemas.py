"""The published JSON Schemas: one for each kind of file that people write.

They are made from the models that read those files, so they cannot disagree.
"""

from __future__ import annotations

from typing import Any

from octoscale.core.schema import json_schema


def schema_of(kind: str) -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of a kind of file.

    ``service``, ``plan``, ``scenario``, ``observation``, ``test`` and ``mapping``
    are known.

    Raises ``KeyError`` for another *kind*.
    """
    model, title = _MODELS[kind]()
    return json_schema(model, title=title, url=f"urn:octoscale:schema:{kind}:v1")


def _service() -> tuple[Any, str]:
    from octoscale.service.model import ServiceFile  # noqa: PLC0415 - one file, one model

    return ServiceFile, "Octoscale service file"


def _plan() -> tuple[Any, str]:
    from bench.plan import Plan  # noqa: PLC0415 - as above

    return Plan, "Octoscale bench plan"


def _load() -> tuple[Any, str]:
    from bench.load.plan import LoadPlan  # noqa: PLC0415 - as above

    return LoadPlan, "Octoscale load plan"


def _scenario() -> tuple[Any, str]:
    from simulator.scenario import Scenario  # noqa: PLC0415 - as above

    return Scenario, "Octoscale scenario"


def _observation() -> tuple[Any, str]:
    from hpa.observations.model import ObservationFile  # noqa: PLC0415 - as above

    return ObservationFile, "Octoscale observation of an HPA"


def _test() -> tuple[Any, str]:
    from simulator.testing.file import TestFile  # noqa: PLC0415 - as above

    return TestFile, "Octoscale autoscaling tests"


def _mapping() -> tuple[Any, str]:
    from octoscale.service.mapping_file import MappingFile  # noqa: PLC0415 - as above

    return MappingFile, "Octoscale mapping of a page"


_MODELS = {
    "mapping": _mapping,
    "service": _service,
    "plan": _plan,
    "load": _load,
    "scenario": _scenario,
    "observation": _observation,
    "test": _test,
}
