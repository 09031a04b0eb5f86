"""Whatever stands in the files: findings, and never an error of ours."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from octoscale.check.files import File, Files
from octoscale.check.run import check_files
from octoscale.core import yamlio
from tests.octoscale.check.inputs import (
    JOB_METRIC,
    JOB_RULES,
    KEEP,
    MAP,
    PODS_METRIC,
    RULES,
    SCRAPED,
    deployment,
    hpa,
    prometheus,
    service,
)

WHOLE = [
    deployment(annotations=SCRAPED, labels="{app: shop, job: shop}"),
    service(target="http"),
    hpa(PODS_METRIC),
    hpa(JOB_METRIC % "shop", target="cart"),
    RULES,
    JOB_RULES,
    "global: {scrape_interval: 15s}\n" + prometheus(KEEP, MAP),
    (
        "apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata: {name: a}\n"
        "spec: {selector: {matchExpressions: [{key: a, operator: In, values: [b]}]}}\n"
    ),
    (
        "apiVersion: v1\nkind: LimitRange\nmetadata: {name: a}\n"
        "spec: {limits: [{type: Container, default: {cpu: 1}}]}\n"
    ),
    (
        "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: a}\n"
        "spec: {scaleTargetRef: {name: shop}}\n"
    ),
]
DOCUMENTS = [yamlio.load(text).value for text in WHOLE]
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 70_000),
    st.just(float("inf")),
    st.sampled_from(["", "a", "{{", "1e9", "shop", "(", "$1", "a" * 300]),
    st.just([]),
    st.just({}),
    st.just([None, 1, "a", {}, []]),
    st.just({"a": [1], "name": {}, "1": None}),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    return [found for found, _ in yamlio.paths(value, path) if found]


def replaced(value: Any, path: tuple[Any, ...], junk: object) -> Any:
    if not path:
        return junk
    step, rest = path[0], path[1:]
    if isinstance(value, list):
        return [
            replaced(v, rest, junk) if i == step else v for i, v in enumerate(value)
        ]
    return {k: replaced(v, rest, junk) if k == step else v for k, v in value.items()}


@settings(max_examples=40)
@given(st.data())
def test_anything_in_the_place_of_anything(data: st.DataObject) -> None:
    documents = list(DOCUMENTS)
    for _ in range(data.draw(st.integers(1, 3))):
        index = data.draw(st.integers(0, len(documents) - 1))
        if not isinstance(documents[index], dict):
            continue
        path = data.draw(st.sampled_from(places(documents[index]) or [("a",)]))
        documents[index] = replaced(documents[index], path, data.draw(JUNK))
    files = [
        File(f"{index}.yaml", yamlio.dump(document))
        for index, document in enumerate(documents)
    ]
    checked = check_files(Files(tuple(files)))
    assert all(finding.place.file for finding in checked.findings)


@settings(max_examples=30)
@given(st.text("ab:-# \n'\"[]{}|>&*!?%@`\t~$.", max_size=120))
def test_any_text(text: str) -> None:
    check_files(Files((File("a.yaml", f"apiVersion: v1\nkind: Pod\n{text}"),)))


@settings(max_examples=30)
@given(st.data())
def test_any_line_left_out_or_moved(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(WHOLE)).splitlines()
    index = data.draw(st.integers(0, len(lines) - 1))
    shift = data.draw(st.integers(-4, 4))
    line = lines[index]
    lines[index] = " " * shift + line if shift >= 0 else line[-shift:]
    check_files(Files((File("a.yaml", "\n".join(lines)),)))
