"""References to groups in a rule's ``as``, as Go reads them.

``$1_x`` is the group called ``1_x``: the longest word behind the dollar sign is
the name. What an unknown group does is told by AR110.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adapter_rules.regex import Regex

if TYPE_CHECKING:
    from adapter_rules.model import NameMapping

_REFERENCE = re.compile(r"\$(?:\$|(\w+)|\{(\w+)\})")


def unknown_groups(mapping: NameMapping) -> list[str]:
    """List the references of ``as`` to groups that ``matches`` does not have.

    >>> from adapter_rules.model import NameMapping
    >>> unknown_groups(NameMapping(matches="^(.*)_total$", as_="$1_per_second"))
    ['$1_per_second']
    """
    pattern = Regex(mapping.matches or ".*")
    unknown = []
    for found in _REFERENCE.finditer(mapping.as_):
        name = found[1] or found[2]
        if name and name not in pattern.names and not _is_number(name, pattern.groups):
            unknown.append(found[0])
    return unknown


def _is_number(name: str, most: int) -> bool:
    return name.isascii() and name.isdigit() and int(name) <= most
