"""All checks over files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules.checks.run import Surroundings, lint, lint_files
from adapter_rules.model import AdapterConfig, DiscoveryRule, NameMapping, dump
from adapter_rules.sources import find
from octoscale.core.errors import FileAccessError, UsageError
from tests.adapter_rules.checks.inputs import PODS, rule

if TYPE_CHECKING:
    from pathlib import Path


def written(path: Path, *rules: DiscoveryRule) -> str:
    path.write_text(dump(AdapterConfig(rules=rules)))
    return str(path)


def test_findings_come_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    one = written(tmp_path / "b.yaml", rule("sum(S)"))
    other = written(tmp_path / "a.yaml", rule("S{L}"), rule("sum(", as_="x"))
    linted = lint_files([one, other], Surroundings())
    places = [(f.place.file, f.place.line or 0) for f in linted.findings]
    assert places == sorted(places, key=lambda p: (p[0] or "", p[1]))
    assert linted.rules == 3


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    name = written(tmp_path / "a.yaml", rule())
    assert lint_files([name, name], Surroundings()) == lint_files(
        [name], Surroundings()
    )


def test_what_cannot_be_read_ends_it() -> None:
    with pytest.raises(FileAccessError):
        lint_files(["/none.yaml"], Surroundings())
    with pytest.raises(UsageError, match="once"):
        lint_files(["-", "-"], Surroundings())


PARTS = st.sampled_from(
    [
        *("sum", "rate", "(", ")", "<<.Series>>", "{<<.LabelMatchers>>}", "[5m]", "{"),
        *(
            "by (<<.GroupBy>>)",
            "/",
            "up",
            "<<.Nope>>",
            "<<index .LabelValuesByName 1>>",
        ),
        *("=~", '"a|b"', "histogram_quantile(0.9,", "offset", "and", "> 0", " ", "le"),
    ]
)
RULES = st.builds(
    lambda series, query, name: DiscoveryRule(
        series_query="".join(series),
        metrics_query="".join(query),
        name=NameMapping(matches="^(.*)$", as_=name),
        resources=PODS,
    ),
    st.lists(PARTS.filter(lambda part: "<<" not in part), max_size=5),
    st.lists(PARTS, max_size=8),
    st.sampled_from(["$1", "${1}_rate", "a/b", "$1_x", "$2", "plain"]),
)


@given(st.lists(RULES, max_size=3), st.booleans())
def test_no_config_that_loads_breaks_a_check(
    rules: list[DiscoveryRule],
    external: bool,
) -> None:
    parts = ((), tuple(rules)) if external else (tuple(rules), ())
    config = AdapterConfig(rules=parts[0], external_rules=parts[1])
    for finding in lint(find(dump(config), file="f")):
        assert finding.message
        assert finding.hint
        assert finding.place.line
        assert "octoscale" not in finding.message.replace(
            "octoscale-value", "octoscale"
        )
