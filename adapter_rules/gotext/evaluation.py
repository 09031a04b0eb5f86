"""Run a parsed template on a value, as ``text/template/exec.go`` does.

Values are printed by ``printing``, functions live in ``functions``. A run is
bounded in output, steps and depth: templates come from files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from adapter_rules.errors import TemplateRunError
from adapter_rules.gotext import nodes
from adapter_rules.gotext.functions import BUILTINS
from adapter_rules.gotext.printing import NO_VALUE, plain
from adapter_rules.gotext.values import Struct, Value, truth, type_name

if TYPE_CHECKING:
    from adapter_rules.gotext.nodes import Node, Operand

MAX_OUTPUT = 1 << 20
"""Characters; a query of that size no Prometheus takes."""

MAX_STEPS = 100_000
MAX_CALLS = 100

_NOTHING = object()
"""No value came through the pipe."""


class _Leave(Exception):  # noqa: N818 - not an error: a jump out of a loop
    """``break`` (or, with *again*, ``continue``)."""

    def __init__(self, *, again: bool) -> None:
        super().__init__()
        self.again = again


def run(templates: Mapping[str, Sequence[Node]], name: str, data: Value) -> str:
    """Run the template *name* on *data* and give its output.

    Raises ``TemplateRunError``.
    """
    output: list[str] = []
    _Run(templates, output).template(name, data)
    return "".join(output)


class _Run:
    """One run: variables, output and how much is left to spend."""

    def __init__(
        self, templates: Mapping[str, Sequence[Node]], output: list[str]
    ) -> None:
        self._templates = templates
        self._output = output
        self._variables: list[tuple[str, Value]] = []
        self._steps = 0
        self._size = 0
        self._calls = 0

    def template(self, name: str, data: Value) -> None:
        if name not in self._templates:
            raise TemplateRunError(f"template {name!r} not defined")
        self._calls += 1
        if self._calls > MAX_CALLS:
            raise TemplateRunError("templates call each other without end")
        outer, self._variables = self._variables, [("$", data)]
        self._body(self._templates[name], data)
        self._variables = outer
        self._calls -= 1

    def _body(self, body: Sequence[Node], dot: Value) -> None:
        for node in body:
            self._step()
            self._node(node, dot)

    def _node(self, node: Node, dot: Value) -> None:
        if isinstance(node, nodes.Text):
            self._print(node.text)
        elif isinstance(node, nodes.Action):
            value = self._pipeline(node.pipeline, dot)
            if not node.pipeline.variables:
                self._print(NO_VALUE if value is None else plain(value))
        elif isinstance(node, nodes.Branch):
            outer = len(self._variables)
            self._branch(node, dot)
            del self._variables[outer:]
        elif isinstance(node, nodes.Jump):
            raise _Leave(again=node.word == "continue")
        else:
            data = self._pipeline(node.pipeline, dot) if node.pipeline else None
            self.template(node.name, data)

    def _branch(self, node: nodes.Branch, dot: Value) -> None:
        if node.word == "range":
            self._range(node, dot)
            return
        value = self._pipeline(node.pipeline, dot)
        if truth(value):
            self._body(node.body, value if node.word == "with" else dot)
        else:
            self._body(node.otherwise, dot)

    def _range(self, node: nodes.Branch, dot: Value) -> None:
        value = self._evaluate(node.pipeline, dot)
        names = node.pipeline.variables
        if not node.pipeline.assigns:
            self._variables += [(name, value) for name in names]
        base = len(self._variables)
        empty = True
        for key, element in _entries(value):
            empty = False
            self._step()
            given = (element,) if len(names) == 1 else (key, element)
            for name, item in zip(names, given, strict=False):
                self._assign(name, item)
            try:
                self._body(node.body, element)
            except _Leave as leave:
                if not leave.again:
                    break
            finally:
                del self._variables[base:]
        if empty:
            self._body(node.otherwise, dot)

    def _pipeline(self, pipeline: nodes.Pipeline, dot: Value) -> Value:
        """Evaluate a pipeline and put its value into its variables."""
        value = self._evaluate(pipeline, dot)
        for name in pipeline.variables:
            if pipeline.assigns:
                self._assign(name, value)
            else:
                self._variables.append((name, value))
        return value

    def _evaluate(self, pipeline: nodes.Pipeline, dot: Value) -> Value:
        value: object = _NOTHING
        for command in pipeline.commands:
            value = self._command(command, dot, value)
        return value  # type: ignore[return-value]  # a pipeline has a command

    def _command(self, command: nodes.Command, dot: Value, final: object) -> Value:
        first, rest = command.operands[0], command.operands[1:]
        if isinstance(first, nodes.Identifier):
            return self._call(first, rest, dot, final)
        if isinstance(first, nodes.Nil):
            raise TemplateRunError("nil is not a command")
        value = self._operand(first, dot)
        if rest or final is not _NOTHING:
            # A value that is not there swallows its arguments, as upstream.
            if value is None and isinstance(first, nodes.Field | nodes.Variable):
                return None
            raise TemplateRunError(
                f"a {type_name(value)} is no function and takes no arguments"
            )
        return value

    def _call(
        self,
        function: nodes.Identifier,
        operands: Sequence[Operand],
        dot: Value,
        final: object,
    ) -> Value:
        builtin, name = BUILTINS[function.name], function.name
        piped: list[Value] = [] if final is _NOTHING else [final]  # type: ignore[list-item]  # else it is a value
        count = len(operands) + len(piped)
        if count < builtin.least or (builtin.most is not None and count > builtin.most):
            raise TemplateRunError(f"wrong number of arguments for {name}: {count}")
        if name in ("and", "or"):
            return self._until(operands, dot, piped, stop=name == "or")
        values = [self._operand(operand, dot) for operand in operands] + piped
        if builtin.text_first and not isinstance(values[0], str):
            raise TemplateRunError(
                f"{name} wants a string first, not {type_name(values[0])}"
            )
        try:
            return builtin.call(values)
        except TemplateRunError as error:
            raise TemplateRunError(f"error calling {name}: {error}") from error

    def _until(
        self,
        operands: Sequence[Operand],
        dot: Value,
        piped: Sequence[Value],
        *,
        stop: bool,
    ) -> Value:
        """Evaluate operands until one's truth is *stop*; give the last."""
        value: Value = None
        for operand in operands:
            value = self._operand(operand, dot)
            if truth(value) is stop:
                return value
        return piped[0] if piped else value

    def _operand(self, operand: Operand, dot: Value) -> Value:
        if isinstance(operand, nodes.Literal):
            return operand.value
        if isinstance(operand, nodes.Dot):
            return dot
        if isinstance(operand, nodes.Nil):
            return None
        if isinstance(operand, nodes.Identifier):
            return self._call(operand, (), dot, _NOTHING)
        if isinstance(operand, nodes.Pipeline):
            return self._pipeline(operand, dot)
        return self._fields(operand, dot)

    def _fields(
        self, operand: nodes.Field | nodes.Variable | nodes.Chain, dot: Value
    ) -> Value:
        if isinstance(operand, nodes.Field):
            value = dot
        elif isinstance(operand, nodes.Variable):
            value = self._variable(operand.name)
        else:
            value = self._operand(operand.base, dot)
        for name in operand.names:
            value = _field(value, name)
        return value

    def _variable(self, name: str) -> Value:
        return next(
            value for known, value in reversed(self._variables) if known == name
        )

    def _assign(self, name: str, value: Value) -> None:
        for index in range(len(self._variables) - 1, -1, -1):
            if self._variables[index][0] == name:
                self._variables[index] = (name, value)
                return

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise TemplateRunError(f"more than {MAX_STEPS} steps")

    def _print(self, text: str) -> None:
        self._size += len(text)
        if self._size > MAX_OUTPUT:
            raise TemplateRunError(f"more than {MAX_OUTPUT} characters of output")
        self._output.append(text)


def _field(value: Value, name: str) -> Value:
    """Give a struct's field or a map's entry; an absent entry is no value."""
    if value is None:
        return None
    if isinstance(value, Struct):
        if name in value.fields:
            return value.fields[name]
        if name == "String" and value.text is not None:
            return value.text
    elif isinstance(value, Mapping):
        return value.get(name)
    raise TemplateRunError(f"no field {name!r} in a {type_name(value)}")


def _entries(value: Value) -> Iterator[tuple[Value, Value]]:
    """Give the keys and elements of what ``range`` goes over."""
    if isinstance(value, Mapping):
        for key in sorted(value):
            yield key, value[key]
    elif isinstance(value, int) and not isinstance(value, bool):
        yield from ((number, number) for number in range(value))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from enumerate(value)
    elif value is not None:
        raise TemplateRunError(f"range can't iterate over a {type_name(value)}")
