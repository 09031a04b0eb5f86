"""One page about one or more runs, complete in itself.

No script, no address, no file beside it, and a policy that forbids all that.
Built from elements, never from text: strangers' names cannot become markup.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from octoscale.core.escape import terminal
from simulator.reporting import words
from simulator.reporting.timeline import charts
from simulator.summary import summarize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from simulator.trace import Trace

CSS = """\
body{font:15px/1.5 sans-serif;color:#222;max-width:60rem;margin:2rem auto}
table{border-collapse:collapse;margin:1rem 0}
th,td{border-bottom:1px solid #ddd;padding:.25rem .8rem;text-align:left}
td+td{text-align:right;font-variant-numeric:tabular-nums}
.notice{background:#fff3cd;padding:.5rem .8rem}
svg{max-width:100%;height:auto;display:block}
"""


def to_html(traces: Mapping[str, Trace]) -> str:
    """Write the page of the runs called by their names; the same bytes always.

    Raises ``ValueError`` without any.
    """
    drawn = charts(traces)
    first = next(iter(traces.values()))
    page = ET.Element("html", {"lang": "en"})
    head(page, f"Simulated: {first.scenario}")
    body = ET.SubElement(page, "body")
    add(body, "h1", first.scenario)
    add(body, "p", words.notice(first), {"class": "notice"})
    for name, trace in traces.items():
        add(body, "p", f"{name}: {words.trail(trace)}")
    summaries = [summarize(trace) for trace in traces.values()]
    rows = words.rows(summaries, first.load_unit)
    table(body, ["figure", *traces], rows)
    body.extend(drawn)
    add(body, "h2", "Where the figures come from")
    parameters = [
        [name, f"{found.value:g} {found.unit}", found.source, found.note]
        for name, found in first.parameters.items()
    ]
    table(body, ["parameter", "value", "source", "why"], parameters)
    return "<!DOCTYPE html>\n" + ET.tostring(page, encoding="unicode", method="html")


def head(page: ET.Element, title: str) -> None:
    """Give *page* its head: title, style, and a policy that forbids the rest."""
    top = ET.SubElement(page, "head")
    ET.SubElement(top, "meta", {"charset": "utf-8"})
    digest = base64.b64encode(hashlib.sha256(CSS.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'"
    )
    meta = {"http-equiv": "Content-Security-Policy", "content": policy}
    ET.SubElement(top, "meta", meta)
    add(top, "title", title)
    ET.SubElement(top, "style").text = CSS


def table(
    body: ET.Element, columns: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Add a table to *body*."""
    made = ET.SubElement(body, "table")
    for kind, cells in (("th", columns), *(("td", row) for row in rows)):
        line = ET.SubElement(made, "tr")
        for cell in cells:
            add(line, kind, cell)


def add(
    parent: ET.Element, tag: str, text: str, attributes: dict[str, str] | None = None
) -> None:
    """Add an element with a text to *parent*; control characters are shown."""
    ET.SubElement(parent, tag, attributes or {}).text = terminal(text)
