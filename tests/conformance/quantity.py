"""Our quantities against those recorded from Kubernetes' own library.

Only the comparison; reading files and counting is ``run_hpa``'s business.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from octoscale.core.quantity import Quantity, QuantityError

Case = dict[str, Any]


def recognises(case: Case) -> bool:
    """Tell whether *case* is a recorded quantity: a text in, a canonical text out."""
    out = case.get("out")
    return (
        isinstance(case.get("in"), str) and isinstance(out, dict) and "canonical" in out
    )


def check(case: Case) -> list[str]:
    """List the disagreements; empty when we read the text as Kubernetes does."""
    text, want = case["in"], case["out"]
    try:
        got = Quantity.parse(text)
    except QuantityError as error:
        return [f"{text!r} is valid, got: {error}"] if want["valid"] else []
    if not want["valid"]:
        return [f"{text!r} is invalid ({want['error']}), got {got}"]
    return [
        f"{text!r} {name}: expected {expected!r}, got {actual!r}"
        for name, expected, actual in _compared(got, want)
        if expected != actual
    ]


def _compared(got: Quantity, want: Case) -> list[tuple[str, Any, Any]]:
    exact = Fraction(got.unscaled) * Fraction(10) ** got.exponent
    rows: list[tuple[str, Any, Any]] = [
        ("format", want["format"], str(got.format)),
        ("sign", want["sign"], got.sign),
        ("exact value", Fraction(want["asDec"]), exact),
    ]
    if not want["valueOverflow"]:
        rows += [
            ("canonical", want["canonical"], got.canonical),
            ("string", want["string"], str(got)),
            ("value", want["value"], got.value),
        ]
    if not want["milliValueOverflow"]:
        rows.append(("milliValue", want["milliValue"], got.milli_value))
    return rows
