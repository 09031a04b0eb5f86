"""The words for what a link shows."""

from __future__ import annotations

from octoscale.doctor import clue
from octoscale.doctor.clue import Verdict


def test_each_word_makes_its_verdict() -> None:
    assert clue.ok("a", "b").verdict is Verdict.OK
    assert clue.note("a", fix="c").verdict is Verdict.NOTE
    assert clue.broken("a", "b", fix="c").verdict is Verdict.BROKEN
    assert clue.follows("a").verdict is Verdict.FOLLOWS
    assert clue.unknown("a", fix="c").verdict is Verdict.UNKNOWN


def test_a_clue_keeps_evidence_fix_and_metric() -> None:
    made = clue.broken("a", "b", "c", fix="d", metric="hits")
    assert (made.evidence, made.fix, made.metric) == (("b", "c"), "d", "hits")
    assert made.link == ""
