"""Which of the exposition's formats a client gets.

Encoding itself is prometheus_client's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prometheus_client.exposition import choose_encoder

if TYPE_CHECKING:
    from collections.abc import Callable

    Encode = Callable[[Any], bytes]


def encoder_for(accept: str) -> tuple[Encode, str]:
    """Choose the encoder for an Accept header, however broken.

    >>> encoder_for("text/plain")[1].split(";")[0]
    'text/plain'
    """
    try:
        return choose_encoder(" ".join(accept.split()))
    except (TypeError, ValueError):  # a version that is none
        return choose_encoder("")
