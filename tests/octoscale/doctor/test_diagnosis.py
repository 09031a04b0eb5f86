"""Of several broken links the one nearest to the pods is where to begin."""

from __future__ import annotations

from dataclasses import replace

from octoscale.doctor.clue import Clue, broken, follows, ok, unknown
from octoscale.doctor.diagnosis import (
    COMPLAINT,
    SEE_BELOW,
    Diagnosis,
    redacted,
    to_dict,
)


def diagnosis(*clues: Clue) -> Diagnosis:
    named = [replace(one, link=f"link{n}") for n, one in enumerate(clues)]
    return Diagnosis(namespace="shop", name="web", clues=tuple(named))


def test_the_last_broken_link_is_the_root() -> None:
    found = diagnosis(broken("a", fix="f"), ok("b"), broken("c", fix="g"), follows("d"))
    assert found.root is not None
    assert found.root.text == "c"
    assert not found.is_healthy


def test_what_only_follows_breaks_nothing() -> None:
    assert diagnosis(ok("a"), follows("b")).is_healthy


def complaining(*others: Clue) -> Diagnosis:
    complaint = replace(broken("False", fix=SEE_BELOW), link=COMPLAINT)
    named = tuple(replace(one, link="rule") for one in others)
    return Diagnosis(namespace="shop", name="web", clues=(complaint, *named))


def test_where_only_the_hpa_complains_the_way_out_says_so() -> None:
    assert "look again after a sync period" in complaining(ok("fine")).fix
    assert complaining(unknown("?")).fix.endswith("not looked at: rule")
    assert complaining(broken("a", fix="mend it")).fix == "mend it"
    assert diagnosis(ok("a")).fix == ""


def test_all_parts_of_a_clue_are_redacted() -> None:
    made = redacted(
        broken("token=a1", "password: b2", fix="--secret=c3", metric="hits")
    )
    assert "a1" not in made.text
    assert "b2" not in made.evidence[0]
    assert "c3" not in made.fix


def test_as_data_it_names_the_broken_link() -> None:
    shown = to_dict(diagnosis(ok("a"), broken("b", "e", fix="f", metric="hits")))
    assert shown["brokenLink"] == "link1"
    assert shown["healthy"] is False
    assert shown["clues"][1] == {
        "link": "link1",
        "metric": "hits",
        "verdict": "broken",
        "text": "b",
        "evidence": ["e"],
        "fix": "f",
    }
    assert to_dict(diagnosis(ok("a")))["brokenLink"] is None
