"""YAML in and out: places, refusals, and that writing loses nothing."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from octoscale.core import yamlio
from octoscale.core.errors import FileAccessError, InputError
from octoscale.core.finding import Finding, Place

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4)
    ),
    max_leaves=12,
)


def only_finding(text: str) -> tuple[str, Place, str]:
    with pytest.raises(InputError) as caught:
        yamlio.load_all(text, file="f.yaml")
    (finding,) = caught.value.findings
    return finding.code, finding.place, finding.message


@given(VALUES)
def test_what_is_written_reads_back_the_same(value: object) -> None:
    assert yamlio.load_all(yamlio.dump([value]))[0].value == [value]


@given(VALUES)
def test_other_readers_read_the_same(value: object) -> None:
    assert yaml.safe_load(yamlio.dump([value])) == [value]


@given(VALUES)
def test_writing_is_the_same_every_time(value: object) -> None:
    assert yamlio.dump(value) == yamlio.dump(value)


@given(st.text(max_size=60))
def test_no_text_makes_it_fail_otherwise_than_with_a_finding(text: str) -> None:
    findings: tuple[Finding, ...] = ()
    try:
        yamlio.load_all(text)
    except InputError as error:
        findings = error.findings
    assert all(finding.place.line is not None for finding in findings)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        pytest.param("a: 1\nb: 2\na: 3\n", "YA002", 3, 1, id="duplicate key"),
        pytest.param("x:\n- {p: 1, p: 2}\n", "YA002", 2, 10, id="duplicate in flow"),
        pytest.param("a: !!python/name:os.system x", "YA003", 1, 4, id="python tag"),
        pytest.param("a: !mine {b: 1}", "YA003", 1, 4, id="own tag"),
        pytest.param("a: !!int x", "YA001", 1, 4, id="tag that lies"),
        pytest.param("[" * 200, "YA004", 1, 101, id="too deep"),
        pytest.param("a: *b", "YA001", 1, 4, id="alias without anchor"),
        pytest.param("? [1, 2]\n: 3", "YA001", 1, 3, id="list as key"),
        pytest.param("a: b: c", "YA001", 1, 5, id="colon in a scalar"),
        pytest.param("a: [1, 2\n", "YA001", 2, 1, id="unclosed"),
        pytest.param("a:\n\tb: 1", "YA001", 2, 1, id="tab"),
        pytest.param("a: \x07", "YA001", 1, 4, id="control character"),
        pytest.param("<<: 3", "YA001", 1, 5, id="merge of a number"),
    ],
)
def test_what_is_refused_has_its_place(
    text: str, code: str, line: int, column: int
) -> None:
    found, place, _ = only_finding(text)
    assert (found, place.file, place.line, place.column) == (
        code,
        "f.yaml",
        line,
        column,
    )


def test_a_duplicate_key_names_both_places() -> None:
    _, _, message = only_finding("port: 1\nname: x\nport: 2\n")
    assert "'port'" in message
    assert "line 1, column 1" in message


def test_one_and_true_are_not_told_apart() -> None:
    with pytest.raises(
        InputError, match="keys 1 and True are the same to some readers"
    ):
        yamlio.load("{1: a, yes: b}")


def test_an_alias_bomb_is_refused_before_it_explodes() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for n in range(1, 12):
        fold = ", ".join([f"*a{n - 1}"] * 10)
        lines.append(f"a{n}: &a{n} [{fold}]")
    code, place, _ = only_finding("\n".join(lines))
    assert code == "YA004"
    assert place.line is not None
    assert place.line < 8


def test_merge_keys_give_way_to_written_ones() -> None:
    text = "base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\n"
    assert yamlio.load(text).value["own"] == {"x": 1, "y": 3}


def test_each_document_keeps_its_own_places() -> None:
    one, two = yamlio.load_all("a: 1\n---\n\nb:\n  c: 2\n", file="f")
    assert one.place(("a",)) == Place(file="f", line=1, column=4)
    assert two.place(("b", "c")) == Place(file="f", line=5, column=6)
    assert two.key_place(("b", "c")) == Place(file="f", line=5, column=3)


def test_an_unknown_path_has_the_place_of_its_nearest_parent() -> None:
    document = yamlio.load("a:\n  b: {c: 1}\n", file="f")
    assert document.place(("a", "b", "nope", 3)).line == 2


@pytest.mark.parametrize("text", ["", "---\n", "# nothing\n", "~"])
def test_an_empty_document_is_refused_where_one_is_expected(text: str) -> None:
    with pytest.raises(InputError, match="empty"):
        yamlio.load(text)


def test_a_second_document_is_refused_at_its_place() -> None:
    with pytest.raises(InputError) as caught:
        yamlio.load("a: 1\n---\nb: 2\n", file="f")
    assert caught.value.findings[0].place.line == 3


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match=r"nope\.yaml: No such file"):
        yamlio.read_text(str(tmp_path / "nope.yaml"))


def test_a_file_that_is_no_text_is_wrong_input(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: 1\nb: \xff\n")
    with pytest.raises(InputError) as caught:
        yamlio.read_text(str(path))
    assert caught.value.findings[0].place.line == 2


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbfa: 1\n"))
    monkeypatch.setattr(sys, "stdin", stream)
    assert yamlio.read_text("-") == "a: 1\n"
