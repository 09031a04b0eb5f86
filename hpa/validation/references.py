"""The rules for a reference to another object.

As ``ValidateCrossVersionObjectReference`` upstream (1.23): its API version is
not looked at, so a kind that no cluster knows is accepted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.validation.field_errors import FieldError, invalid, required
from hpa.validation.names import path_segment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.model.meta import CrossVersionObjectReference


def reference_errors(
    reference: CrossVersionObjectReference, field: str
) -> Iterator[FieldError]:
    """List the broken rules of one reference."""
    for name, text in (("kind", reference.kind), ("name", reference.name)):
        if not text:
            yield required(f"{field}.{name}")
        for problem in path_segment(text):
            yield invalid(f"{field}.{name}", text, problem)
