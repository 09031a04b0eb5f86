"""``report.json``: the whole report, versioned, and readable back.

The facts stand under ``report``; what is computed from them stands beside it
for other programs and is not read back.
"""

from __future__ import annotations

import functools
import json
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bench.report import FORMAT, Report, notice
from bench.results import ImageResult, RepeatResult, results
from octoscale.core.errors import InputError
from octoscale.core.finding import Place


def to_json(report: Report) -> str:
    """Write a report. The first line says whether it is simulated.

    The same report always gives the same bytes.
    """
    data = {
        "notice": notice(report),
        "simulated": report.simulated,
        "format": FORMAT,
        "computed": [_image(result) for result in results(report)],
        "report": _adapter().dump_python(report, mode="json", by_alias=True),
    }
    text = json.dumps(data, indent=1, ensure_ascii=True, allow_nan=False)
    # The notice moves up into the line of the opening brace.
    return text.replace("{\n ", "{", 1) + "\n"


def from_json(text: str, *, file: str | None = None) -> Report:
    """Read a report back: equal to the one that was written.

    Raises ``InputError``: BR001 not a report, BR002 a format that this version
    does not know, BR003 a report with wrong or missing fields.
    """
    data = _object(text, file)
    if data.get("format") != FORMAT:
        raise InputError.at(
            Place(file=file),
            "BR002",
            f"a report of format {data.get('format')!r}; format {FORMAT} is read here",
            hint="read it with the version of octoscale that wrote it",
        )
    try:
        return _adapter().validate_json(json.dumps(data.get("report")))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise InputError.at(
            Place(file=file), "BR003", f"report.{where}: {first['msg']}"
        ) from None


def _object(text: str, file: str | None) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", None)
        place = Place(file=file, line=line, column=getattr(error, "colno", None))
        raise InputError.at(place, "BR001", f"not JSON: {error}") from None
    except RecursionError:
        raise InputError.at(Place(file=file), "BR001", "nested too deeply") from None
    if not isinstance(data, dict) or "report" not in data:
        raise InputError.at(
            Place(file=file), "BR001", "this is no report of octoscale bench"
        )
    return data


@functools.cache
def _adapter() -> TypeAdapter[Report]:
    return TypeAdapter(Report)


def _image(result: ImageResult) -> dict[str, Any]:
    return {
        "image": result.image.name,
        "on_disk_bytes": result.image.on_disk_bytes,
        "counted": len(result.counted),
        "planned": result.planned,
        "scale_up_seconds": _dump(result.scale_up),
        "reaction_seconds": _dump(result.reaction),
        "in_service_seconds": _dump(result.in_service),
        "floor_seconds": _dump(result.floor),
        "mean_phase_seconds": result.phases,
        "repeats": [_repeat(repeat) for repeat in result.repeats],
    }


def _repeat(repeat: RepeatResult) -> dict[str, Any]:
    return {
        "repeat": repeat.observation.repeat,
        "milestones": _dump(repeat.milestones),
        "floor": _dump(repeat.floor),
        "missed": repeat.shortfall,
    }


def _dump(value: Any) -> Any:
    return (
        None
        if value is None
        else TypeAdapter(type(value)).dump_python(value, mode="json")
    )
