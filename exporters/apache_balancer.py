"""What ``server-status?auto`` says about mod_proxy_balancer's members.

Pure: the page's lines in, values out. The rest of the page is ``apache_status``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exporters.families import Value

_NAME = re.compile(r"ProxyBalancer\[(\d{1,4})\]Name\Z", re.ASCII)
_MEMBER = re.compile(r"ProxyBalancer\[(\d{1,4})\]Worker\[(\d{1,4})\](\w+)\Z", re.ASCII)
_SIZE = re.compile(r"(\d+(?:\.\d+)?|\.\d+)([BKMGT]?)\Z", re.ASCII)

# As apr_strfsize writes sizes; without a letter it is bytes.
_KILOBYTES = {"": 1 / 1024, "B": 1 / 1024, "K": 1.0, "M": 1024.0}
_KILOBYTES |= {"G": 1024.0**2, "T": 1024.0**3}

Members = dict[tuple[str, str], dict[str, str]]


def members(found: Mapping[str, str]) -> Members:
    """Give what is said about each member, by balancer and member name.

    >>> lines = {
    ...     "ProxyBalancer[0]Name": "balancer://shop",
    ...     "ProxyBalancer[0]Worker[0]Name": "http://app-1",
    ...     "ProxyBalancer[0]Worker[0]Elected": "7",
    ... }
    >>> members(lines)
    {('balancer://shop', 'http://app-1'): {'Name': 'http://app-1', 'Elected': '7'}}
    """
    names = {m[1]: value for key, value in found.items() if (m := _NAME.match(key))}
    by_number: dict[tuple[str, str], dict[str, str]] = {}
    for key, value in found.items():
        match = _MEMBER.match(key)
        if match and match[1] in names:
            by_number.setdefault((match[1], match[2]), {})[match[3]] = value
    return {
        (names[balancer], said["Name"]): said
        for (balancer, _), said in by_number.items()
        if "Name" in said
    }


def read_members(found: Mapping[str, str]) -> Iterator[tuple[str, Value | None]]:
    """Give each family's name, without prefix, and its value.

    ``ValueError`` when a member's number is none: then none is exposed.
    """
    all_members = members(found)
    for stem, key, factor in (
        ("accesses_total", "Elected", 1024.0),
        ("request_kbytes_total", "Sent", 1.0),
        ("response_kbytes_total", "Rcvd", 1.0),
        ("busy", "Busy", 1024.0),
    ):
        values: dict[tuple[str, ...], float] = {
            member: _kilobytes(said[key]) * factor
            for member, said in all_members.items()
            if key in said
        }
        yield f"proxy_balancer_{stem}", values or None
    states: dict[tuple[str, ...], float] = {
        (*member, said["Status"]): 1.0
        for member, said in all_members.items()
        if "Status" in said
    }
    yield "proxy_balancer_status", states or None


def _kilobytes(text: str) -> float:
    match = _SIZE.match(text.strip())
    if match is None:
        raise ValueError(f"not a size: {text!r}")
    return float(match[1]) * _KILOBYTES[match[2]]
