"""Texts that are not YAML yet."""

from __future__ import annotations

import pytest

from octoscale.check.files import File
from octoscale.check.templates import is_template, marks, unrendered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("replicas: {{ .Values.n }}", True),
        ("{{- if .Values.on }}\na: 1\n{{- end }}", True),
        ("- {{ include 'x' . }}", True),
        ("{% if on %}\na: 1\n{% endif %}", True),
        ("summary: 'is {{ $value }}'", False),
        ("summary: is {{ $value }}", False),
        ("a: {b: 1}", False),
        ("name: shop-{{uid}}", True),
        ("- name: shop-{{ uid }}", True),
        ("name: 'shop-{{uid}}'", False),
        ("text: |\n  a {{b}}", False),
        ("a: b # {{c}}", False),
        ("name: shop-{{ .Values.id }}", True),
        ("- alert: Down\n  summary: is {{ reason }}", False),
        ("summary: more than {{ humanize $value }} s", False),
    ],
)
def test_braces_where_yaml_has_none(text: str, expected: bool) -> None:
    assert is_template(File("a.yaml", text)) is expected


def test_in_a_chart_any_brace_makes_a_template() -> None:
    assert is_template(File("a.yaml", 'a: "{{ .Values.a }}"', chart="shop"))
    assert not is_template(File("a.yaml", "a: 1", chart="shop"))


def test_it_is_told_once_a_chart_and_once_for_all_kustomizations() -> None:
    findings = unrendered(
        [
            File("shop/templates/a.yaml", "a: {{ . }}", chart="shop"),
            File("shop/templates/b.yaml", "a: {{ . }}", chart="shop"),
            File("over/kustomization.yaml", "resources: [a.yaml]"),
            File("base/kustomization.yaml", "resources: [a.yaml]"),
            File("loose.yaml", "a: 1\nb: {{ . }}"),
            File("plain.yaml", "a: 1"),
        ]
    )
    assert [(finding.place.file, finding.place.line) for finding in findings] == [
        ("shop/templates/a.yaml", 1),
        ("over/kustomization.yaml", 1),
        ("loose.yaml", 2),
    ]


def test_each_mark_is_told_where_it_first_stands() -> None:
    findings = marks(
        [
            File("a.yaml", "kind: X\ny: 1 #PROD# 2\nz: 1 #PROD# 2\n"),
            File("b.yaml", "kind: X #k8s#\n#PROD# y: 1\n"),
            File("c.yaml", "kind: X # a comment\n"),
            File("d.yaml", "notes: about #PROD#\n"),
        ]
    )
    told = {finding.message.split()[5]: finding.place for finding in findings}
    assert str(told["#PROD#"]) == "a.yaml:2"
    assert str(told["#k8s#"]) == "b.yaml:1"
    assert "in 2 files" in findings[0].message
