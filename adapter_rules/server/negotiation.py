"""In which form an answer is written: JSON, or YAML for who asks for that.

Protobuf is not written: every Kubernetes client that prefers it also accepts
JSON. What stands in the answer is ``wire``'s business.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from adapter_rules.server import status
from octoscale.core import yamlio

if TYPE_CHECKING:
    from collections.abc import Iterator

Form = Literal["application/json", "application/yaml"]

_TABLE_ONLY = (
    "only the following media types are accepted: application/json, "
    "application/yaml, application/vnd.kubernetes.protobuf"
)


def choose(accept: str, *, tables: bool = True) -> Form:
    """Choose the first form that *accept* names and we have; raises 406.

    *tables* says whether a request for a Table may be answered with the list.

    >>> choose("application/vnd.kubernetes.protobuf, */*")
    'application/json'
    """
    if not accept.strip():
        return "application/json"
    refused = status.AVAILABLE
    for kind, parameters in _accepted(accept):
        if "as=table" in parameters and not tables:
            refused = _TABLE_ONLY
        elif kind in ("application/json", "application/*", "*/*"):
            return "application/json"
        elif kind == "application/yaml":
            return "application/yaml"
    raise status.not_acceptable(refused)


def write(body: Any, form: Form = "application/json") -> bytes:
    """Write a body; JSON as Go writes it, without spaces.

    >>> write({"a": [1, None]}).strip()
    b'{"a":[1,null]}'
    """
    if form == "application/yaml":
        return yamlio.dump(_sorted(body)).encode()
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def _accepted(accept: str) -> Iterator[tuple[str, str]]:
    for part in accept.split(","):
        kind, _, parameters = part.partition(";")
        yield kind.strip().lower(), parameters.replace(" ", "").lower()


def _sorted(value: Any) -> Any:
    """Sort keys, as Kubernetes' YAML does."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_sorted(one) for one in value]
    return value
