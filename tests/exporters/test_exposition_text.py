"""Expositions are taken apart with their places, whatever they hold."""

from __future__ import annotations

from exporters.exposition_text import read


def test_labels_may_hold_anything_in_quotes() -> None:
    (family,) = read('a{b="x,}y",c="\\"z\\""} 1\n').families.values()
    assert family.samples[0].labels == (("b", "x,}y"), ("c", '\\"z\\"'))


def test_a_histograms_series_are_one_family() -> None:
    text = '# TYPE a histogram\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\nb_sum 1\n'
    families = read(text).families
    assert {name: len(f.samples) for name, f in families.items()} == {
        "a": 3,
        "b_sum": 1,
    }


def test_openmetrics_counters_and_exemplars_are_read() -> None:
    text = '# TYPE a counter\na_total 1.0 # {id="7"} 1.0\n# EOF\n'
    exposition = read(text)
    assert exposition.unreadable == ()
    assert exposition.families["a"].samples[0].name == "a_total"
