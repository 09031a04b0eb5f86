"""The parsed template: plain frozen data, no behaviour.

Named after the nodes of ``text/template/parse``; each knows its line for
messages. Building them is the parser's, running them the evaluation's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Line = int
"""Where a node starts in its template, from 1."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant: text, number or truth value."""

    value: str | int | float | bool
    line: Line


@dataclass(frozen=True, slots=True)
class Nil:
    """The word ``nil``."""

    line: Line


@dataclass(frozen=True, slots=True)
class Dot:
    """The current value, ``.``."""

    line: Line


@dataclass(frozen=True, slots=True)
class Field:
    """Fields of the current value: ``.LabelValuesByName.pod``."""

    names: tuple[str, ...]
    line: Line


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable and fields of it: ``$x.name``; ``$`` is the template's data."""

    name: str
    names: tuple[str, ...]
    line: Line


@dataclass(frozen=True, slots=True)
class Identifier:
    """A function's name."""

    name: str
    line: Line


@dataclass(frozen=True, slots=True)
class Chain:
    """Fields of a parenthesised or called value: ``(index .M "a").b``."""

    base: Operand
    names: tuple[str, ...]
    line: Line


@dataclass(frozen=True, slots=True)
class Command:
    """One stage of a pipeline: an operand, or a function with its arguments."""

    operands: tuple[Operand, ...]
    line: Line


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Commands joined by ``|``, and the variables that take the result."""

    commands: tuple[Command, ...]
    variables: tuple[str, ...]
    assigns: bool
    """``=`` to variables that exist; else ``:=`` declares them."""

    line: Line


Operand: TypeAlias = (
    Literal | Nil | Dot | Field | Variable | Identifier | Chain | Pipeline
)


@dataclass(frozen=True, slots=True)
class Text:
    """Text that stays as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Action:
    """A pipeline whose value is printed, unless it goes into variables."""

    pipeline: Pipeline


@dataclass(frozen=True, slots=True)
class Branch:
    """``if``, ``with`` or ``range``: a condition and two bodies."""

    word: str
    pipeline: Pipeline
    body: tuple[Node, ...]
    otherwise: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Jump:
    """``break`` or ``continue`` inside a ``range``."""

    word: str


@dataclass(frozen=True, slots=True)
class Call:
    """``template``: run another template with the pipeline's value."""

    name: str
    pipeline: Pipeline | None
    line: Line


Node: TypeAlias = Text | Action | Branch | Jump | Call
