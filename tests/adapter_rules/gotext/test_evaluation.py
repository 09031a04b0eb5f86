"""Templates run as Go runs them."""

from __future__ import annotations

import pytest

from adapter_rules.errors import TemplateRunError
from adapter_rules.gotext.evaluation import MAX_OUTPUT
from adapter_rules.gotext.values import Struct, Value
from adapter_rules.template import Template

DATA = Struct(
    "args",
    {
        "S": "up",
        "M": {"b": "2", "a": "1"},
        "L": ["x", "y"],
        "E": "",
        "G": Struct("schema.GroupResource", {"R": "pods"}, text="pods.g"),
    },
)


def run(source: str, data: Value = DATA) -> str:
    return Template(source).run(data)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<<.S>>", "up"),
        ("<<$.S>>", "up"),
        ("<<.M.a>><<.M.z>>", "1<no value>"),
        ("<<.M.z.y>>", "<no value>"),
        ("<<.G>> <<.G.R>> <<.G.String>>", "pods.g pods pods.g"),
        ("<<if .E>>a<<else>>b<<end>>", "b"),
        ("<<if .E>>a<<else if .S>>b<<end>>", "b"),
        ("<<with .S>><<.>><<end>>", "up"),
        ("<<with .E>>a<<else>><<.S>><<end>>", "up"),
        ("<<with .E>>a<<else with .S>><<.>><<end>>", "up"),
        ("<<range .L>>[<<.>>]<<end>>", "[x][y]"),
        ("<<range $i, $v := .L>><<$i>><<$v>><<end>>", "0x1y"),
        ("<<range $k, $v := .M>><<$k>><<$v>><<end>>", "a1b2"),
        ("<<range .E2>>a<<else>>b<<end>>", "b"),
        ("<<range 3>><<.>><<end>>", "012"),
        ('<<range .L>><<if eq . "y">><<break>><<end>><<.>><<end>>', "x"),
        ('<<range .L>><<if eq . "x">><<continue>><<end>><<.>><<end>>', "y"),
        ("<<$x := .S>><<$x>>", "up"),
        ("<<$x := 1>><<if true>><<$x = 2>><<end>><<$x>>", "2"),
        ("<<$x := 1>><<if true>><<$x := 2>><<end>><<$x>>", "1"),
        ("<<$x := 0>><<range .L>><<$x = .>><<end>><<$x>>", "y"),
        ('<<.S | printf "%s-%s" "a">>', "a-up"),
        ('<<(index .M "a")>>', "1"),
        ('<<len .L | printf "%02d">>', "02"),
        ("<<and .S .E>>|<<or .E .S>>|<<and .E (index .L 9)>>", "|up|"),
        ("<<or .S (index .L 9)>>", "up"),
        ("<<not .E>>", "true"),
        ('<<define "t">><<.>>!<<end>><<template "t" .S>>', "up!"),
        ('<<block "t" .S>><<.>>?<<end>>', "up?"),
        ('<<template "t">><<define "t">>[<<.>>]<<end>>', "[<no value>]"),
        ('<<printf "%v" nil>>', "<nil>"),
        ('<<if eq .M.z "x">>a<<else>>b<<end>>', "b"),
        ("<<.>>", "{up map[a:1 b:2] [x y]  pods.g}"),
    ],
)  # fmt: skip
def test_output(source: str, expected: str) -> None:
    data = Struct("args", {**DATA.fields, "E2": []}) if "E2" in source else DATA
    assert run(source, data) == expected


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("<<.Nope>>", "no field 'Nope' in a args"),
        ("<<.S.x>>", "no field 'x' in a string"),
        ("<<nil>>", "nil is not a command"),
        ("<<.S 1>>", "takes no arguments"),
        ("<<.S | .E>>", "takes no arguments"),
        ("<<index .L 5>>", "error calling index: index out of range: 5"),
        ("<<not>>", "wrong number of arguments for not: 0"),
        ("<<len .S .S>>", "wrong number of arguments for len: 2"),
        ("<<and>>", "wrong number of arguments for and: 0"),
        ("<<printf 5>>", "wants a string first, not int"),
        ("<<range .S>><<end>>", "can't iterate over a string"),
        ("<<range true>><<end>>", "can't iterate over a bool"),
        ('<<template "no">>', "template 'no' not defined"),
    ],
)
def test_mistakes(source: str, message: str) -> None:
    with pytest.raises(TemplateRunError, match=message):
        run(source)


def test_an_absent_value_swallows_arguments_as_upstream() -> None:
    assert run("<<.M.z 1>>") == "<no value>"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("<<range 1000000>><<end>>", "steps"),
        ("<<range 1000000>>a<<end>>", "steps"),
        ('<<define "t">><<template "t">><<end>><<template "t">>', "without end"),
        ('<<printf "%999999d%999999d" 1 1>>', f"more than {MAX_OUTPUT} characters"),
    ],
)
def test_a_run_is_bounded(source: str, message: str) -> None:
    with pytest.raises(TemplateRunError, match=message):
        run(source)
