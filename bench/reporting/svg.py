"""From a drawn SVG file to SVG that stands inside a page under a strict CSP.

Style attributes become presentation attributes, which need no permission; ids
get a prefix, as a page holds several pictures; addresses of namespaces go, as
HTML needs none. Drawing is done elsewhere.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from bench.reporting.figures.timeline import TIP

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_DROPPED = ("metadata", "style")
_INHERITED = ("font-family",)
"""The page's own type is used."""


def inline(text: str, *, prefix: str) -> str:
    """Turn a whole SVG file of ours into an element for a page.

    Not for strangers' files: only what our drawing writes is looked after.
    """
    root = ET.fromstring(text)  # noqa: S314 - our own text
    used = {name for element in root.iter() for name in _references(element)}
    for element in list(root.iter()):
        _clean(element, used, prefix)
    width, height = root.get("width", ""), root.get("height", "")
    root.set("role", "img")
    root.attrib.pop("version", None)
    root.set("width", str(round(_points(width) * 4 / 3)))
    root.set("height", str(round(_points(height) * 4 / 3)))
    return ET.tostring(root, encoding="unicode", short_empty_elements=False)


def _clean(element: ET.Element, used: set[str], prefix: str) -> None:
    element.tag = element.tag.removeprefix(_SVG)
    for child in list(element):
        if child.tag.removeprefix(_SVG) in _DROPPED:
            element.remove(child)
    for name, value in _declarations(element.attrib.pop("style", "")):
        if name not in _INHERITED:
            element.set(name, value)
    link = element.attrib.pop(_XLINK, None)
    if link is not None:
        element.set("href", link)
    own = element.attrib.pop("id", "")
    if own in used:
        element.set("id", f"{prefix}-{own}")
    elif own.startswith(TIP):
        title = ET.Element("title")
        title.text = own.removeprefix(TIP)
        element.insert(0, title)
    for name, value in element.attrib.items():
        if name == "href" or value.startswith("url(#"):
            element.set(name, value.replace("#", f"#{prefix}-", 1))


def _references(element: ET.Element) -> list[str]:
    """Name the ids that an element points to."""
    found = [element.get(_XLINK, "").removeprefix("#")]
    values = [*element.attrib.values(), *(v for _, v in _style(element))]
    found += [v[5:-1] for v in values if v.startswith("url(#")]
    return [name for name in found if name]


def _style(element: ET.Element) -> list[tuple[str, str]]:
    return _declarations(element.get("style", ""))


def _declarations(style: str) -> list[tuple[str, str]]:
    """Take a style attribute apart; ``font`` becomes what it stands for."""
    pairs = []
    for part in style.split(";"):
        name, _, value = part.partition(":")
        name, value = name.strip(), value.strip()
        if name == "font":
            pairs += _font(value)
        elif name:
            pairs.append((name, value))
    return pairs


def _font(value: str) -> list[tuple[str, str]]:
    """Read the shorthand as matplotlib writes it: ``bold 10px 'DejaVu Sans'``."""
    words = value.split("'", maxsplit=1)[0].split()
    pairs = [("font-size", word) for word in words if word.endswith("px")]
    weights = [word for word in words if word == "bold" or word.isdigit()]
    return pairs + [("font-weight", word) for word in weights]


def _points(length: str) -> float:
    return float(length.removesuffix("pt") or 0)
