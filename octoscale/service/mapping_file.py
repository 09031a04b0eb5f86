"""The mapping file: which numbers of a page are metrics, declared and not computed.

What a mapping means is ``exporters.collectors.mapping``; this is its file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from exporters.collectors.mapping import Mapped, checked_label, row_of
from octoscale.core import schema, yamlio
from octoscale.core.errors import UsageError
from octoscale.service.model import Model

if TYPE_CHECKING:
    from typing import Self


def _label(text: str) -> str:
    try:
        return checked_label(text)
    except UsageError as error:
        raise ValueError(str(error)) from error


class MappedMetric(Model):
    """One number of a page."""

    name: Annotated[str, Field(pattern=r"^[a-zA-Z_][a-zA-Z0-9_]*$")]
    """Without the prefix; a counter's ends in ``_total``."""

    path: str = ""
    """Into a JSON document: ``queue.length``, ``workers.*.busy``."""

    line: str = ""
    """Or, of a text: how the line begins that holds the value next."""

    kind: Literal["counter", "gauge"] = "gauge"
    """Whether it only grows."""

    help: str = ""
    """One sentence."""

    label: Annotated[str, AfterValidator(_label)] = ""
    """The label that a ``*`` of the path becomes."""

    factor: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0
    """Makes base units: 0.001 for milliseconds."""

    @property
    def mapped(self) -> Mapped:
        """The same for the collector."""
        return Mapped(
            name=self.name,
            path=self.path,
            line=self.line,
            kind=self.kind,
            help=self.help,
            label=self.label,
            factor=self.factor,
        )

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        try:
            row_of(self.mapped)
        except UsageError as error:
            raise ValueError(str(error)) from error
        return self


class MappingFile(Model):
    """A page and the metrics in it."""

    uri: str = ""
    """The page; ``--uri`` wins."""

    prefix: Annotated[str, Field(pattern=r"^([a-zA-Z_][a-zA-Z0-9_]*)?$")] = ""
    """How the series' names begin; ``--prefix`` wins."""

    metrics: Annotated[tuple[MappedMetric, ...], Field(min_length=1, max_length=1000)]
    """What is exposed; all of them by path, or all by line."""

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if len({bool(one.line) for one in self.metrics}) > 1:
            raise ValueError("should be all by path or all by line, not mixed")
        names = [one.name.removesuffix("_total") for one in self.metrics]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"names {name!r} twice, with or without _total")
        return self

    @property
    def mapping(self) -> tuple[Mapped, ...]:
        """The metrics as the collector takes them."""
        return tuple(one.mapped for one in self.metrics)


def load(text: str, *, file: str | None = None) -> MappingFile:
    """Read a mapping file; raises ``InputError`` with a place for each problem."""
    return schema.decode(MappingFile, yamlio.load(text, file=file))
