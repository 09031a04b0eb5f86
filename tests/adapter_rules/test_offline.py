"""Saved expositions and lists of series in place of a live Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapter_rules.offline import evaluated, read
from octoscale.core.errors import EnvironmentMissingError, InputError

if TYPE_CHECKING:
    from pathlib import Path

EXPOSITION = """\
# HELP hits_total Hits.
# TYPE hits_total counter
hits_total{pod="a"} 3
# TYPE depth gauge
depth 7
"""


def test_an_exposition_gives_series_types_and_values() -> None:
    saved = read(EXPOSITION)
    assert [str(one) for one in saved.series] == ['hits_total{pod="a"}', "depth{}"]
    assert saved.metadata["hits_total"].type == "counter"
    assert saved.metadata["depth"].type == "gauge"
    assert saved.exposition == EXPOSITION


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            '{"status":"success","data":[{"__name__":"up","a":"b"}]}', id="api"
        ),
        pytest.param('[{"__name__":"up","a":"b"}]', id="list"),
        pytest.param('up{a="b"}\n', id="selectors"),
        pytest.param('# a comment\n\n{__name__="up",a="b"}\n', id="braces"),
    ],
)
def test_lists_of_series(text: str) -> None:
    saved = read(text)
    assert [str(one) for one in saved.series] == ['up{a="b"}']
    assert saved.exposition == ""


@pytest.mark.parametrize("text", ["up{a", 'up{a!="b"}', "up one two", "[1]"])
def test_anything_else_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(InputError, match="AR006") as raised:
        read(text, file="saved.txt")
    assert str(raised.value.findings[0].place) == "saved.txt:1:1"


def test_a_scrapes_labels_are_attached_and_own_ones_stay() -> None:
    saved = read(EXPOSITION).labelled({"pod": "b", "namespace": "shop"})
    assert saved.series[0].labels == {"pod": "a", "namespace": "shop"}
    assert saved.series[1].labels == {"pod": "b", "namespace": "shop"}


def test_values_come_from_a_prometheus_of_our_own(prometheus_binary: Path) -> None:
    labels = {"namespace": "shop"}
    with evaluated(read(EXPOSITION), labels=labels, binary=prometheus_binary) as client:
        (depth,) = client.query('depth{namespace="shop"}').samples
        (rate,) = client.query("rate(hits_total[1m])").samples
    assert depth.value == 7
    assert rate.value == 0


def test_a_list_has_no_values() -> None:
    with (
        pytest.raises(EnvironmentMissingError, match="no values"),
        evaluated(read("up"), labels={}),
    ):
        pass
