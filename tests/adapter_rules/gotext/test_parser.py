"""Templates are parsed as Go parses them, and refused where Go refuses them."""

from __future__ import annotations

import pytest

from adapter_rules.errors import TemplateSyntaxError
from adapter_rules.gotext import nodes
from adapter_rules.gotext.functions import BUILTINS
from adapter_rules.gotext.parser import MAX_DEPTH, parse


def body(source: str) -> tuple[nodes.Node, ...]:
    return parse(source, name="t", functions=BUILTINS)["t"]


def operand(source: str) -> nodes.Operand:
    (action,) = body(source)
    assert isinstance(action, nodes.Action)
    return action.pipeline.commands[0].operands[0]


def test_fields_are_chained() -> None:
    assert operand("<<.A.B>>") == nodes.Field(("A", "B"), 1)
    assert operand("<<$.A>>") == nodes.Variable("$", ("A",), 1)
    chain = operand("<<(.A).B>>")
    assert isinstance(chain, nodes.Chain)
    assert chain.names == ("B",)


def test_an_if_has_two_bodies() -> None:
    (branch,) = body("<<if .A>>x<<else>>y<<end>>")
    assert isinstance(branch, nodes.Branch)
    assert (branch.body, branch.otherwise) == ((nodes.Text("x"),), (nodes.Text("y"),))


def test_else_if_nests() -> None:
    (branch,) = body("<<if .A>>x<<else if .B>>y<<else>>z<<end>>")
    assert isinstance(branch, nodes.Branch)
    (inner,) = branch.otherwise
    assert isinstance(inner, nodes.Branch)
    assert inner.otherwise == (nodes.Text("z"),)


def test_defined_templates_come_out_by_name() -> None:
    templates = parse('<<define "x">>a<<end>>b', name="t", functions=BUILTINS)
    assert templates == {"t": (nodes.Text("b"),), "x": (nodes.Text("a"),)}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("<<>>", "missing value for command"),
        ("<<.A |>>", "missing value for command"),
        ("<<|.A>>", "empty command"),
        ("<<.A | 5>>", "cannot take a pipe"),
        ("<<nofunc .A>>", "function 'nofunc' not defined"),
        ("<<$x>>", "undefined variable '\\$x'"),
        ("<<$x := 1>><<end>>", "unexpected 'end'"),
        ("<<if .A>>", "a block without <<end>>"),
        ("<<else>>", "unexpected 'else'"),
        ("<<if .A>><<else>><<else>><<end>>", "unexpected 'else'"),
        ("<<with .A>><<else if .B>><<end>>", "unexpected 'if'"),
        ("<<break>>", "outside <<range>>"),
        ("<<range .A>><<else>><<continue>><<end>>", "outside <<range>>"),
        ("<<$a, $b := .A>>", "too many declarations"),
        ("<<range $a, $b, $c := .A>><<end>>", "too many declarations"),
        ('<<"a".B>>', "unexpected . after a term"),
        ("<<template x>>", "unexpected 'x' in template clause"),
        ('<<if .A>><<define "x">>a<<end>><<end>>', "unexpected 'define'"),
        (
            '<<define "x">>a<<end>><<define "x">>b<<end>>',
            "multiple definition of template 'x'",
        ),
        ("<<.A , .B>>", "unexpected ',' in operand"),
    ],
)
def test_what_go_refuses_is_refused(source: str, message: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=message):
        body(source)


def test_a_variable_ends_with_its_block() -> None:
    with pytest.raises(TemplateSyntaxError, match="undefined variable"):
        body("<<if .A>><<$x := 1>><<end>><<$x>>")
    assert body("<<if $x := .A>><<$x>><<else>><<$x>><<end>>")


@pytest.mark.parametrize("source", ["<<if .A>>", "<<if .A>>x<<else ", "<<(("])
def test_nesting_has_an_end(source: str) -> None:
    deep = source * (MAX_DEPTH + 1)
    with pytest.raises(TemplateSyntaxError):
        body(deep)


def test_deep_nesting_is_refused_before_it_hurts() -> None:
    deep = "<<if .A>>" * 5000 + "<<end>>" * 5000
    with pytest.raises(TemplateSyntaxError, match="nested deeper"):
        body(deep)
    with pytest.raises(TemplateSyntaxError, match="nested deeper"):
        body("<<" + "(" * 5000 + ".A" + ")" * 5000 + ">>")
