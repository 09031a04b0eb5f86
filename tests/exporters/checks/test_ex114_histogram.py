"""EX114: a histogram without buckets."""

from __future__ import annotations

import pytest

from tests.exporters.checks.inputs import found

HEAD = "# TYPE web_x histogram\n"
PARTS = {
    "_bucket": 'web_x_bucket{le="+Inf"} 1\n',
    "_sum": "web_x_sum 1\n",
    "_count": "web_x_count 1\n",
}


@pytest.mark.parametrize("lacking", PARTS)
def test_a_part_that_is_missing(lacking: str) -> None:
    text = "".join(line for end, line in PARTS.items() if end != lacking)
    (finding,) = found("EX114", HEAD + text)
    assert lacking in finding.message


def test_a_whole_histogram_and_one_without_samples() -> None:
    assert found("EX114", HEAD + "".join(PARTS.values())) == []
    assert found("EX114", HEAD) == []
