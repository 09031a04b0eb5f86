"""Questions ask for the objects that the series' labels name."""

from __future__ import annotations

import pytest

from adapter_rules.listing import Listed, list_custom, list_external
from adapter_rules.loading import load_source
from adapter_rules.questions import Question, questions_for
from adapter_rules.rule import compile_config
from adapter_rules.series import Series
from octoscale.kube.restmapper import ApiResource, RESTMapper

WIDGETS = ApiResource(
    group="example.io",
    version="v1",
    plural="widgets",
    singular="widget",
    kind="Widget",
    namespaced=False,
)
MAPPER = RESTMapper.builtin(WIDGETS)
QUERY = "metricsQuery: '<<.Series>>{<<.LabelMatchers>>}'"
STANDARD = "{overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}"


def metrics(
    resources: str, *labels: dict[str, str], external: bool = False, query: str = QUERY
) -> list[Listed]:
    name = "externalRules" if external else "rules"
    text = f"{name}: [{{seriesQuery: q, resources: {resources}, {query}}}]"
    config = compile_config(load_source(text).config, MAPPER)
    found = {"q": [Series("m", one) for one in labels]}
    if external:
        return list(list_external(config.external, found).metrics)
    return list(list_custom(config.custom, found).metrics)


def ask(
    name: str,
    resources: str,
    *labels: dict[str, str],
    namespace: str | None = None,
    objects: int = 100,
    query: str = QUERY,
) -> list[Question]:
    listed = metrics(resources, *labels, query=query, external="/" not in name)
    (metric,) = [m for m in listed if str(m.key) == name]
    return questions_for(metric, MAPPER, namespace=namespace, objects=objects)


def pod(namespace: str, name: str) -> dict[str, str]:
    return {"namespace": namespace, "pod": name}


SHOP = (pod("shop", "b"), pod("shop", "a"), pod("other", "c"))


def test_one_question_a_namespace_with_sorted_names() -> None:
    questions = ask("pods/m", STANDARD, *SHOP)
    assert [q.promql for q in questions] == [
        'm{namespace="other",pod="c"}',
        'm{namespace="shop",pod=~"a|b"}',
    ]
    assert not any(q.assumed_namespace for q in questions)


def test_only_one_namespace_if_asked() -> None:
    (question,) = ask("pods/m", STANDARD, *SHOP, namespace="shop")
    assert question.request.names == ("a", "b")
    assert ask("pods/m", STANDARD, *SHOP, namespace="nowhere") == []


def test_namespaces_are_objects_of_the_root() -> None:
    (question,) = ask("namespaces/m", STANDARD, *SHOP)
    assert question.promql == 'm{namespace=~"other|shop"}'
    (question,) = ask("namespaces/m", STANDARD, *SHOP, namespace="shop")
    assert question.promql == 'm{namespace="shop"}'


def test_nodes_have_no_namespace() -> None:
    resources = "{overrides: {node: {resource: node}}}"
    (question,) = ask("nodes/m", resources, {"node": "n1"}, {"node": "n2"})
    assert question.promql == 'm{node=~"n1|n2"}'
    assert not question.assumed_namespace


def test_a_namespace_is_assumed_where_the_series_name_none() -> None:
    (question,) = ask("jobs.batch/m", "{template: <<.Resource>>}", {"job": "httpgo"})
    assert question.assumed_namespace
    assert question.promql == 'm{namespace="default",job="httpgo"}'
    (question,) = ask(
        "jobs.batch/m", "{template: <<.Resource>>}", {"job": "x"}, namespace="shop"
    )
    assert question.request.namespace == "shop"


def test_more_objects_than_the_limit_are_counted() -> None:
    labels = [pod("shop", f"p{number}") for number in range(5)]
    (question,) = ask("pods/m", STANDARD, *labels, objects=2)
    assert question.request.names == ("p0", "p1")
    assert question.unasked == 3


def test_empty_label_values_name_no_object() -> None:
    assert ask("pods/m", STANDARD, pod("shop", "")) == []


def test_a_label_in_another_spelling_still_names_the_objects() -> None:
    (question,) = ask("pods/m", "{template: <<.Resource>>}", {"POD": "a"})
    assert question.label == "pod"
    assert question.request.names == ("a",)


@pytest.mark.parametrize(
    ("name", "resources", "labels", "words"),
    [
        (
            "pods/m",
            "{overrides: {pod: {resource: pod}}}",
            {"pod": "a"},
            "no label stands for namespaces",
        ),
        (
            "widgets.example.io/m",
            "{template: <<.Resource>>}",
            {"widget": "a"},
            "404 on either path",
        ),
        ("m", "{}", {}, "no label stands for namespaces"),
    ],
)
def test_what_nobody_can_ask_has_an_obstacle(
    name: str, resources: str, labels: dict[str, str], words: str
) -> None:
    (question,) = ask(name, resources, labels)
    assert words in question.obstacle
    assert question.promql == ""


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("metricsQuery: '<<.Nope>>'", "no field 'Nope'"),
        ("metricsQuery: ''", "empty"),
    ],
)
def test_a_query_that_cannot_be_built_is_an_obstacle(query: str, words: str) -> None:
    (question,) = ask("pods/m", STANDARD, pod("shop", "a"), query=query)
    assert words in question.obstacle
    assert question.request.names == ("a",)


def test_external_metrics_are_asked_once_a_namespace() -> None:
    resources = "{overrides: {namespace: {resource: namespace}}}"
    questions = ask("m", resources, {"namespace": "a"}, {"namespace": "b"}, {})
    assert [q.promql for q in questions] == [
        'm{namespace="default"}',
        'm{namespace="a"}',
        'm{namespace="b"}',
    ]
    assert [q.assumed_namespace for q in questions] == [True, False, False]


def test_external_metrics_without_a_namespace_are_asked_once() -> None:
    (question,) = ask("m", "{namespaced: false}", {"namespace": "a"})
    assert question.promql == "m{}"
