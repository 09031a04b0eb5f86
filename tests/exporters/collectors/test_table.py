"""The table of collectors: a row a module, and every row works."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from exporters import collectors
from exporters.collectors import COLLECTORS, CollectorRow
from exporters.page_collector import PageCollector
from exporters.source_collector import SourceCollector

EACH_ROW = pytest.mark.parametrize("row", COLLECTORS, ids=lambda row: row.name)


def test_every_module_has_its_row_and_every_row_its_module() -> None:
    modules = sorted(
        module.name for module in pkgutil.iter_modules(collectors.__path__)
    )
    assert [row.name for row in COLLECTORS] == modules


@EACH_ROW
def test_a_row_gives_its_descriptors_under_any_prefix(row: CollectorRow) -> None:
    assert {d.series_name.startswith("shop_") for d in row.descriptors("shop")} == {
        True
    }
    own = [descriptor.series_name for descriptor in row.descriptors()]
    assert len(set(own)) == len(own) > 0
    assert all(name.startswith(f"{row.prefix}_") for name in own)


@EACH_ROW
def test_api_names_are_unique_within_a_collector(row: CollectorRow) -> None:
    names = [descriptor.api_name for descriptor in row.descriptors()]
    assert len(set(names)) == len(names)


@EACH_ROW
def test_a_row_names_one_collector(row: CollectorRow) -> None:
    module = importlib.import_module(f"exporters.collectors.{row.name}")
    found = [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, SourceCollector)
        and value not in {SourceCollector, PageCollector}
    ]
    assert len(found) == 1
    assert found[0].__name__.lower() == f"{row.name}collector"
