"""Drawn SVG becomes an element that a strict page can hold."""

from __future__ import annotations

from bench.reporting.svg import inline

FILE = """<?xml version="1.0" encoding="utf-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="72pt" height="36pt" version="1.1">
<metadata><x/></metadata>
<defs><style type="text/css">*{stroke-linejoin: round}</style></defs>
<g id="unused"><path id="m1" d="M 0 0" style="fill: #fff; stroke-width: 0.8"/></g>
<use xlink:href="#m1" clip-path="url(#p1)"/>
<clipPath id="p1"/>
<g id="tip:&lt;b&gt; pod"><path d="M 1 1"/></g>
<text style="font: bold 9px 'DejaVu Sans', sans-serif; text-anchor: middle">a</text>
</svg>
"""


def test_styles_become_attributes_that_need_no_permission() -> None:
    text = inline(FILE, prefix="bars")
    assert "style" not in text
    assert 'fill="#fff"' in text
    assert 'font-size="9px"' in text
    assert 'font-weight="bold"' in text
    assert 'text-anchor="middle"' in text
    assert "DejaVu" not in text


def test_no_address_and_no_metadata_is_left() -> None:
    text = inline(FILE, prefix="bars")
    assert "http" not in text
    assert "metadata" not in text
    assert "xmlns" not in text


def test_ids_in_use_get_the_prefix_and_the_others_go() -> None:
    text = inline(FILE, prefix="bars")
    assert 'id="bars-m1"' in text
    assert 'href="#bars-m1"' in text
    assert 'clip-path="url(#bars-p1)"' in text
    assert 'id="bars-p1"' in text
    assert "unused" not in text


def test_a_tip_becomes_an_escaped_title() -> None:
    assert "<g><title>&lt;b&gt; pod</title><path" in inline(FILE, prefix="x")


def test_the_size_is_in_pixels() -> None:
    assert 'width="96" height="48"' in inline(FILE, prefix="x")
