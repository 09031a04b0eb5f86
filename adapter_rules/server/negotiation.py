"""In which form an answer is written: JSON, YAML or Kubernetes' protobuf.

Chosen from ``Accept`` as the API server library does: by weight, then what is
exact before what is a pattern, then in the client's order. What stands in the
answer is ``wire``'s business.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from adapter_rules.server import protobuf, status
from octoscale.core import yamlio

if TYPE_CHECKING:
    from collections.abc import Mapping

Form = Literal[
    "application/json", "application/yaml", "application/vnd.kubernetes.protobuf"
]

FORMS: tuple[Form, ...] = (
    "application/json",
    "application/yaml",
    "application/vnd.kubernetes.protobuf",
)
"""In the order in which a pattern such as ``*/*`` takes them."""

_PEOPLE = ("curl", "Wget", "Mozilla/5.0")
"""Programs with which people read."""

_CONVERTED_ONLY = "only the following media types are accepted: " + ", ".join(FORMS)


@dataclass(frozen=True, slots=True)
class _Clause:
    """One alternative of an ``Accept`` header."""

    kind: str
    """Before the slash."""

    subkind: str
    weight: float = 1.0
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def rank(self) -> tuple[float, bool, bool]:
        """Sorts what is wanted most to the front."""
        return -self.weight, self.kind == "*", self.subkind == "*"

    def takes(self, form: Form) -> bool:
        """Tell whether it names *form*, exactly or by a pattern."""
        kind, _, subkind = form.partition("/")
        return self.kind in (kind, "*") and self.subkind in (subkind, "*")


def choose(accept: str) -> Form:
    """Choose the form that *accept* wants most of those that we have; raises 406.

    There is nothing to convert to: no Table, no aggregated discovery (``as=…``).

    >>> choose("application/vnd.kubernetes.protobuf, */*")
    'application/vnd.kubernetes.protobuf'
    >>> choose("application/json;as=APIGroupDiscoveryList, application/json;q=0.9")
    'application/json'
    """
    if not accept:
        return FORMS[0]
    refused = status.AVAILABLE
    for clause in _clauses(accept):
        for form in FORMS:
            if not clause.takes(form):
                continue
            if "as" not in clause.parameters:
                return form
            refused = _CONVERTED_ONLY
    raise status.not_acceptable(refused)


def choose_for_error(accept: str) -> Form:
    """Choose the form of a Status: JSON for who accepts nothing that we have.

    >>> choose_for_error("text/html")
    'application/json'
    """
    try:
        return choose(accept)
    except status.StatusError:
        return FORMS[0]


def is_pretty(accept: str, pretty: str | None, agent: str) -> bool:
    """Tell whether a person reads: JSON is indented then, as the library does.

    *pretty* is the parameter of that name; without it, ``Accept`` may say so, or
    the *agent* be a browser, curl or wget.

    >>> is_pretty("", None, "curl/8.5.0"), is_pretty("", "false", "curl/8.5.0")
    (True, False)
    """
    if pretty:
        return pretty in ("1", "t", "T", "true", "True", "TRUE")
    if any(one.parameters.get("pretty") == "1" for one in _clauses(accept)):
        return True
    return agent.startswith(_PEOPLE)


def write(body: Any, form: Form = "application/json", *, pretty: bool = False) -> bytes:
    """Write a body; JSON as Go writes it, without spaces unless it is *pretty*.

    >>> write({"a": [1, None]}).strip()
    b'{"a":[1,null]}'
    """
    if form == "application/vnd.kubernetes.protobuf":
        return protobuf.encode(body)
    if form == "application/yaml":
        return yamlio.dump(_sorted(body)).encode()
    if pretty:
        return json.dumps(body, indent=2, ensure_ascii=False).encode()
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def _clauses(accept: str) -> list[_Clause]:
    """Read the header; what is no media type is passed over."""
    found = [_clause(part) for part in accept.split(",")]
    return sorted((one for one in found if one is not None), key=lambda one: one.rank)


def _clause(part: str) -> _Clause | None:
    media, *texts = part.split(";")
    kind, slash, subkind = (one.strip() for one in media.partition("/"))
    if kind == "*" and not slash:
        subkind = "*"
    elif not slash or "/" in subkind:
        return None
    pairs = [text.partition("=") for text in texts]
    parameters = {name.strip(): value.strip() for name, sign, value in pairs if sign}
    return _Clause(kind, subkind, _weight(parameters.pop("q", "1")), parameters)


def _weight(text: str) -> float:
    """Read a weight; one that is no number is none, as in the library."""
    try:
        return float(text)
    except ValueError:
        return 0.0


def _sorted(value: Any) -> Any:
    """Sort keys, as Kubernetes' YAML does."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_sorted(one) for one in value]
    return value
