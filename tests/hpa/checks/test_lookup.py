"""Objects by kind, name and namespace: the same as looking through them all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hpa.checks.lookup import Lookup, squash
from hpa.checks.manifest import Manifest, may_share_namespace
from octoscale.core.yamlio import Document

NAMES = st.sampled_from(["shop", "Shop", "sh-op", "cart"])
NAMESPACES = st.sampled_from(["", "a", "b"])
KINDS = st.sampled_from(["Deployment", "Job"])


@st.composite
def manifests(draw: st.DrawFn) -> list[Manifest]:
    rows = draw(st.lists(st.tuples(KINDS, NAMES, NAMESPACES)))
    return [
        Manifest(Document({"kind": kind, "metadata": {"name": n, "namespace": ns}}))
        for kind, n, ns in rows
    ]


@given(manifests(), KINDS, NAMES, NAMESPACES)
def test_it_finds_what_a_search_would_find(
    everything: list[Manifest], kind: str, name: str, namespace: str
) -> None:
    lookup = Lookup(everything)
    of_kind = [each for each in everything if each.kind == kind]
    near = [each for each in of_kind if may_share_namespace(each.namespace, namespace)]
    named = [each for each in near if each.name == name]
    alike = [each for each in near if squash(each.name) == squash(name)]
    assert list(lookup.of_kind(kind)) == of_kind
    assert list(lookup.beside(kind, namespace)) == near
    assert list(lookup.named_beside(kind, name, namespace)) == named
    assert list(lookup.alike_beside(kind, name, namespace)) == alike
