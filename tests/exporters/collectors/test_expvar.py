"""The expvar collector, on a real page of a Go program."""

from __future__ import annotations

from exporters.collectors.expvar import ExpvarCollector
from tests.exporters.exposed import samples, text_of, values
from tests.exporters.serving_pages import pages
from tests.reference import reference


def real() -> bytes:
    return reference(
        "real", "payloads", "expvar", "go1.19_debug_vars.json"
    ).read_bytes()


def test_a_real_page_is_read_without_its_command_line() -> None:
    with pages({"/debug/vars": real()}) as uri:
        text = text_of(ExpvarCollector(f"{uri}/debug/vars"))
    found = samples(text)
    assert found["expvar_up", ()] == 1
    assert found["expvar_memstats_bytes", (("kind", "heap_alloc"),)] == 1317096
    assert found["expvar_mallocs_total", ()] == 5083
    assert found["expvar_gc_pause_seconds_total", ()] == 0
    assert "imagebot" not in text


def test_variables_of_another_kind_are_refused() -> None:
    with pages({"/": b'{"cmdline": []}'}) as uri:
        assert values(ExpvarCollector(uri))["expvar_up"] == 0
