"""A series is a name and labels."""

from __future__ import annotations

from adapter_rules.series import Series


def test_the_name_is_taken_from_the_labels() -> None:
    series = Series.of_labels({"__name__": "up", "job": "a"})
    assert (series.name, dict(series.labels)) == ("up", {"job": "a"})
    assert series.all_labels == {"__name__": "up", "job": "a"}


def test_a_series_may_lack_a_name() -> None:
    assert Series.of_labels({"job": "a"}).name == ""


def test_it_is_written_as_prometheus_writes_it() -> None:
    assert str(Series("up", {"a": "1", "b": "2"})) == 'up{a="1",b="2"}'
    assert str(Series("up", {})) == "up{}"
