"""Command lines as Go programs read them, turned into ours.

The adapter's Deployments say ``--logtostderr=true`` and ``-v=4``; our parsers know
flags without a value. What the options mean is ``options``' business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.server.options import OPTIONS
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

_TRUE = ("1", "t", "T", "TRUE", "true", "True")
_FALSE = ("0", "f", "F", "FALSE", "false", "False")
"""As ``strconv.ParseBool`` reads them."""

_KLOG = "-v="


def normalised(arguments: Iterable[str]) -> list[str]:
    """Rewrite what only Go's parser takes; raises ``UsageError``.

    >>> normalised(["--logtostderr=true", "--disable-http2=false", "-v=4", "--x=y"])
    ['--logtostderr', '--v=4', '--x=y']
    """
    flags = {option.name for option in OPTIONS if option.sort == "flag"}
    kept = []
    for argument in arguments:
        name, sign, value = argument.partition("=")
        if argument.startswith(_KLOG):
            kept.append("-" + argument)
        elif not sign or name not in flags:
            kept.append(argument)
        elif value in _TRUE:
            kept.append(name)
        elif value not in _FALSE:
            raise UsageError(f"{name} is true or false, not {value!r}")
    return kept
