"""The name grammars of Kubernetes; the number of messages counts, too."""

from __future__ import annotations

import pytest

from hpa.validation import names


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a", 0),
        ("1abc", 0),
        ("a" * 63, 0),
        ("a" * 64, 1),
        ("A" * 64, 2),
        ("a.b", 1),
        ("-a", 1),
        ("a-", 1),
        ("", 1),
        ("a\n", 1),
        ("ä", 1),
    ],
)
def test_a_label(text: str, count: int) -> None:
    assert len(names.dns_label(text)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("foo.bar", 0),
        ("a" * 253, 0),
        ("a" * 254, 1),
        ("a..b", 1),
        ("a.-b", 1),
        ("foo/bar", 1),
        ("Bad_Name", 1),
    ],
)
def test_a_subdomain(text: str, count: int) -> None:
    assert len(names.dns_subdomain(text)) == count


@pytest.mark.parametrize(
    ("text", "count"), [("abc-", 0), ("abc", 0), ("-", 1), ("Abc-", 1), ("a--", 0)]
)
def test_a_prefix_of_generated_names_may_end_in_a_dash(text: str, count: int) -> None:
    assert len(names.generated_name(text)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("app", 0),
        ("App_1.x", 0),
        ("example.com/app", 0),
        ("bad key", 1),
        ("", 2),
        ("/app", 1),
        ("example.com/", 2),
        ("Example.com/app", 1),
        ("a/b/c", 1),
        ("a" * 64, 1),
    ],
)
def test_a_qualified_name(text: str, count: int) -> None:
    assert len(names.qualified_name(text)) == count


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("v", 0), ("a b", 1), ("a" * 64, 1), ("-" * 64, 2)]
)
def test_a_label_value(text: str, count: int) -> None:
    assert len(names.label_value(text)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [("a b", 0), ("", 0), (".", 1), ("..", 1), ("...", 0), ("a/b", 1), ("a/%", 2)],
)
def test_a_path_segment(text: str, count: int) -> None:
    assert len(names.path_segment(text)) == count
